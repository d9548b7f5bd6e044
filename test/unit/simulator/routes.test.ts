import { describe, expect, it } from "vitest";
import { findRoute } from "../../../simulator/src/routes";

const ARN = "arn:aws:drs:us-west-2:111122223333:source-server/s-0123456789abcdef0";

describe(findRoute.name, () => {
  it.each([
    {
      label: "an operation",
      method: "POST",
      url: "/DescribeJobs",
      expected: { kind: "drs", operation: "DescribeJobs", parameters: {} },
    },
    {
      label: "ListStagingAccounts, the one that is a GET with a query",
      method: "GET",
      url: "/ListStagingAccounts?maxResults=5",
      expected: { kind: "drs", operation: "ListStagingAccounts", parameters: { maxResults: 5 } },
    },
    {
      label: "tags of an ARN that is one encoded segment",
      method: "GET",
      url: `/tags/${encodeURIComponent(ARN)}`,
      expected: { kind: "drs", operation: "ListTagsForResource", parameters: { resourceArn: ARN } },
    },
    {
      label: "tags of an ARN with its slash as it is",
      method: "POST",
      url: `/tags/${ARN}`,
      expected: { kind: "drs", operation: "TagResource", parameters: { resourceArn: ARN } },
    },
    {
      label: "tag keys in the query",
      method: "DELETE",
      url: `/tags/${encodeURIComponent(ARN)}?tagKeys=a&tagKeys=b%20c`,
      expected: { kind: "drs", operation: "UntagResource", parameters: { resourceArn: ARN, tagKeys: ["a", "b c"] } },
    },
    {
      label: "the control plane",
      method: "GET",
      url: "/_simulator/journal",
      expected: { kind: "control", path: "journal" },
    },
    { label: "an operation by the wrong method", method: "GET", url: "/DescribeJobs", expected: { kind: "unknown" } },
    {
      label: "an operation of a newer model",
      method: "POST",
      url: "/CreateRecoveryPlan",
      expected: { kind: "unknown" },
    },
    { label: "the root without an action", method: "POST", url: "/", expected: { kind: "noAction" } },
    { label: "two slashes", method: "GET", url: "//", expected: { kind: "unknown" } },
    { label: "an address that is none", method: "GET", url: "http://[", expected: { kind: "unknown" } },
    {
      label: "an operation by its whole address",
      method: "POST",
      url: "http://drs/DescribeJobs",
      expected: { kind: "drs", operation: "DescribeJobs", parameters: {} },
    },
  ])("finds $label", ({ method, url, expected }) => {
    expect(findRoute(method, url, "")).toEqual(expected);
  });

  it.each([
    { service: "ec2", body: "Action=DescribeSubnets&Version=2016-11-15" },
    { service: "sts", body: "Action=GetCallerIdentity&Version=2011-06-15" },
    { service: "iam", body: "Action=GetRole&Version=2010-05-08" },
  ])("tells $service by the version in the form", ({ service, body }) => {
    expect(findRoute("POST", "/", body)).toMatchObject({ kind: "query", service });
  });
});
