/** A program before it is written out: statements with their args, and what is told beside them. */

/** A plain value of a program's source. */
export type PlainValue = string | number | boolean | readonly PlainValue[];

/** An object literal with comments. */
export interface ObjectSource {
  /** Lines of comment at its beginning, without the slashes. */
  readonly comments: readonly string[];
  /** In their order. */
  readonly members: readonly MemberSource[];
  /** Has each member on a line of its own; without it, a short object is on one line. */
  readonly isTall: boolean;
}

/** A member of an object literal; `spread`: the constant whose members it takes over. */
export type MemberSource =
  | { readonly key: string; readonly value: PlainValue | ObjectSource }
  | { readonly spread: string };

/** One resource. */
export interface ResourceSource {
  /** The class of pulumi-drillwave. */
  readonly kind: string;
  /** Its name in the stack. */
  readonly name: string;
  /** The constant that holds it. */
  readonly variable: string;
  /** Lines of comment above it, without the slashes. */
  readonly comments: readonly string[];
  readonly args: ObjectSource;
}

/** A whole program. */
export interface Program {
  /** Lines of comment at its top, without the slashes. */
  readonly header: readonly string[];
  /** Where the servers are: the constant `place`. */
  readonly place: ObjectSource;
  readonly resources: readonly ResourceSource[];
  /** Lines of comment at its end, without the slashes: the servers that are in no resource. */
  readonly footer: readonly string[];
}
