import type { OperationContext } from "../operation";
import type { Form } from "./form";
import type { Xml } from "./xml";

/** One action of EC2, as the server calls it. */
export interface Ec2Operation {
  readonly name: string;
  /** Whether it changes the state, which is then saved before the answer is sent. */
  readonly mutates: boolean;
  /** The content of the `<…Response>` element, without requestId. @throws AwsError when EC2 would refuse; the state is unchanged then */
  answer(form: Form, context: OperationContext): { readonly [name: string]: Xml };
}
