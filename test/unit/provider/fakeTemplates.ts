/** Launch templates of EC2 in memory, with a hook before every call: where a test dies, fails or lets somebody else write. */
import type { LaunchTemplate, TemplateGateway } from "../../../provider/src/ec2/templateGateway";
import type { Ec2Members, TemplateVersion } from "../../../provider/src/ec2/templateVersion";

/** A template with its versions, oldest first. */
export interface FakeTemplate {
  launchTemplateId: string;
  defaultVersion: number;
  tags: Record<string, string>;
  versions: TemplateVersion[];
}

export interface FakeTemplates {
  gateway: TemplateGateway;
  templates: Map<string, FakeTemplate>;
  /** Calls in order: `setDefaultTemplateVersion lt-1 2`. */
  calls: string[];
  /** Called before a call does anything; what it throws fails the call. */
  before: (call: string) => void;
  /** Called when a call has done its work; what it throws loses the answer. */
  after: (call: string) => void;
  /** Adds a version made from the given one, as somebody else does, and makes it the default. */
  rewrite(id: string, from: number, data: Ec2Members): number;
}

/** A template whose only version has one network interface. */
export function aTemplate(launchTemplateId: string, data: Ec2Members = {}): FakeTemplate {
  const NetworkInterfaces = [{ DeviceIndex: 0, SubnetId: "subnet-own", Groups: ["sg-own"] }];
  const version = {
    launchTemplateId,
    version: 1,
    data: { InstanceType: "r5.large", NetworkInterfaces, ...data },
    incomplete: [],
  };
  return { launchTemplateId, defaultVersion: 1, tags: {}, versions: [version] };
}

export function fakeTemplates(...given: FakeTemplate[]): FakeTemplates {
  const fake: FakeTemplates = {
    templates: new Map(given.map((each) => [each.launchTemplateId, each])),
    calls: [],
    before: () => {},
    after: () => {},
    rewrite: (id, from, data) => {
      const template = the(id);
      const source = template.versions.find(({ version }) => version === from);
      const version = template.versions.length + 1;
      template.versions.push({
        launchTemplateId: id,
        version,
        data: { ...source?.data, ...structuredClone(data) },
        incomplete: [],
      });
      template.defaultVersion = version;
      return version;
    },
    gateway: undefined as never,
  };
  const the = (id: string) => {
    const found = fake.templates.get(id);
    if (found === undefined) {
      throw new Error(`no template ${id}`);
    }
    return found;
  };
  const call = async <T>(text: string, work: () => T): Promise<T> => {
    fake.calls.push(text);
    fake.before(text);
    const result = structuredClone(work());
    fake.after(text);
    return result;
  };
  fake.gateway = { ...reads(fake, call), ...writes(the, call) };
  return fake;
}

type CallFake = <T>(text: string, work: () => T) => Promise<T>;

function toLaunchTemplate({ launchTemplateId, defaultVersion, tags, versions }: FakeTemplate): LaunchTemplate {
  return { launchTemplateId, defaultVersion, latestVersion: versions.length, tags };
}

function reads(fake: FakeTemplates, call: CallFake) {
  return {
    findTemplateVersion: (id: string, version: number | "$Default") =>
      call(`findTemplateVersion ${id} ${version}`, () => {
        const template = fake.templates.get(id);
        const wanted = version === "$Default" ? template?.defaultVersion : version;
        return template?.versions.find((each) => each.version === wanted);
      }),
    pageTemplateVersions: () =>
      call("pageTemplateVersions", () => ({
        versions: [...fake.templates.values()].flatMap(({ defaultVersion, versions }) =>
          versions.filter(({ version }) => version === defaultVersion),
        ),
      })),
    listLaunchTemplates: (ids: readonly string[]) =>
      call(`listLaunchTemplates ${ids.join(",")}`, () =>
        ids.flatMap((id) => fake.templates.get(id) ?? []).map(toLaunchTemplate),
      ),
    listTaggedTemplates: (key: string) =>
      call(`listTaggedTemplates ${key}`, () =>
        [...fake.templates.values()].filter(({ tags }) => tags[key] !== undefined).map(toLaunchTemplate),
      ),
  };
}

function writes(the: (id: string) => FakeTemplate, call: CallFake) {
  const tokens = new Map<string, number>();
  return {
    createTemplateVersion: ({
      launchTemplateId: id,
      sourceVersion,
      data,
      description,
      clientToken,
    }: Parameters<TemplateGateway["createTemplateVersion"]>[0]) =>
      call(`createTemplateVersion ${id} ${sourceVersion}`, () => {
        const made = tokens.get(clientToken);
        if (made !== undefined) {
          return { version: made, warnings: [] };
        }
        const template = the(id);
        const source = template.versions.find(({ version }) => version === sourceVersion);
        const version = template.versions.length + 1;
        template.versions.push({
          launchTemplateId: id,
          version,
          description,
          data: { ...source?.data, ...structuredClone(data) },
          incomplete: [],
        });
        tokens.set(clientToken, version);
        return { version, warnings: [] };
      }),
    setDefaultTemplateVersion: (id: string, version: number) =>
      call(`setDefaultTemplateVersion ${id} ${version}`, () => {
        the(id).defaultVersion = version;
      }),
    tagTemplate: (id: string, tags: Record<string, string>) =>
      call(`tagTemplate ${id}`, () => {
        Object.assign(the(id).tags, tags);
      }),
    untagTemplate: (id: string, keys: readonly string[]) =>
      call(`untagTemplate ${id}`, () => {
        for (const key of keys) {
          delete the(id).tags[key];
        }
      }),
  };
}
