/** For tests: random small protocols of two roles that end with a synchronisation and an agreement, as SPDL. */
import * as fc from "fast-check";

type Wrapping = "plain" | "sealed" | "signed";

interface Draft {
  readonly first: "A" | "B";
  readonly messages: readonly {
    readonly wrapping: Wrapping;
    readonly own: boolean;
    readonly heard: boolean;
    readonly names: boolean;
  }[];
  readonly data: "own" | "heard" | "word";
}

const anyDraft: fc.Arbitrary<Draft> = fc.record({
  first: fc.constantFrom("A", "B"),
  messages: fc.array(
    fc.record({
      wrapping: fc.constantFrom("plain", "sealed", "signed", "signed"),
      own: fc.boolean(),
      heard: fc.boolean(),
      names: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  data: fc.constantFrom("own", "heard", "word"),
});

/** A protocol `p` whose last receiver claims `s` (Nisynch) and `c` (Commit). */
export const anyExchange: fc.Arbitrary<string> = anyDraft.map(writeExchange);

type Role = "A" | "B";
const nonceOf = (role: Role): string => `n${role}`;
const otherOf = (role: Role): Role => (role === "A" ? "B" : "A");

function writeExchange({ first, messages, data }: Draft): string {
  const events: Record<Role, string[]> = { A: [], B: [] };
  const heard: Record<Role, boolean> = { A: false, B: false };
  let sender: Role = first;
  const claimant = messages.length % 2 === 1 ? otherOf(first) : first;
  const partner = otherOf(claimant);
  for (const [i, { wrapping, own, heard: echo, names }] of messages.entries()) {
    const receiver = otherOf(sender);
    const parts = ["yes", ...(names ? ["A", "B"] : [])];
    if (own) parts.push(nonceOf(sender));
    if (echo && heard[sender]) parts.push(nonceOf(receiver));
    if (i === messages.length - 1) events[sender].push(`claim_r(${sender}, Running, ${receiver}, @);`);
    const message = wrap(wrapping, parts.join(","), sender, receiver);
    events[sender].push(`send_${i + 1}(${sender}, ${receiver}, ${message});`);
    events[receiver].push(`recv_${i + 1}(${sender}, ${receiver}, ${message});`);
    if (own) heard[receiver] = true;
    sender = receiver;
  }
  const agreed =
    data === "own" && heard[partner]
      ? nonceOf(claimant)
      : data === "heard" && heard[claimant]
        ? nonceOf(partner)
        : "yes";
  events[claimant].push(`claim_s(${claimant}, Nisynch); claim_c(${claimant}, Commit, ${partner}, ${agreed});`);
  const role = (name: Role): string => {
    const declared = `fresh ${nonceOf(name)}: Nonce; var ${nonceOf(otherOf(name))}: Nonce;`;
    return `role ${name} { ${declared} ${events[name].join(" ").replace("@", agreed)} }`;
  };
  return `usertype Word; const yes: Word; protocol p(A,B) { ${role("A")} ${role("B")} }`;
}

function wrap(wrapping: Wrapping, body: string, sender: Role, receiver: Role): string {
  switch (wrapping) {
    case "plain":
      return `(${body})`;
    case "sealed":
      return `{${body}}pk(${receiver})`;
    case "signed":
      return `{${body}}sk(${sender})`;
    default:
      return wrapping satisfies never;
  }
}
