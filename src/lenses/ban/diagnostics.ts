/**
 * The numbered diagnostics of the BAN lens: each code with its title and remedy.
 *
 * BN1 formulas, BN2 corpora, BN3 idealisation, BN4 derivations. A code is never reused.
 */
import type { Diagnostic } from "../../core/diagnostic/diagnostic.ts";

interface BanEntry {
  readonly severity: "error" | "warning";
  readonly title: string;
  readonly help: string;
}

const error = (title: string, help: string): BanEntry => ({ severity: "error", title, help });
const warning = (title: string, help: string): BanEntry => ({ severity: "warning", title, help });

/** The table of codes. */
export const BAN_DIAGNOSTICS = {
  BN101: error("The formula cannot be read", "docs/ban.md has the notation."),
  BN102: error("Undeclared name", "Use a principal, key or value of the protocol."),
  BN103: error("The formula has the wrong sort", "docs/ban.md lists the sorts of each construct."),
  BN104: error(
    "The formula is not allowed here",
    "Write an assumption or goal as a belief or observation of one principal: P bel X, or P sees X.",
  ),
  BN105: error("Unknown profile", "Use BAN, BAN+C, BAN+F, BAN+N or BAN-HASH; flags combine."),
  BN106: error(
    "The ciphertext has no originator",
    "Name its maker: {X}K from R. Without --strict it counts as somebody else's.",
  ),
  BN201: error("The corpus is not JSON", "docs/ban.md has the format ban-corpus/1."),
  BN202: error("Unknown format of the corpus", 'Write "format": "ban-corpus/1"; docs/ban.md describes that format.'),
  BN203: error("Invalid key or value in the corpus", "docs/ban.md has the format ban-corpus/1."),
  BN204: error(
    "Unknown name in the corpus",
    "Scenarios and expectations may only use names that the protocol declares.",
  ),
  BN205: error("The proof is not JSON", "docs/ban.md has the format of proofs."),
  BN206: error("Invalid key or value in the proof", "docs/ban.md has the format of proofs."),
  BN301: warning(
    "The concrete message lacks the name",
    "The receiver can read it only if it is sent: send it, or remove it from the meaning.",
  ),
  BN302: warning(
    "The concrete message lacks the ciphertext",
    "Use in the meaning only the ciphertexts, signatures and MACs of the message, under the same keys.",
  ),
  BN303: warning("BAN logic has no construct for the part", "It counts as a value that says nothing."),
  BN304: error("Invalid meaning of a message", "Give a formula, or a meaning for each part."),
  BN305: error("Duplicate name", "Give each assumption and each goal a different name."),
  BN306: warning(
    "The meaning exceeds the message",
    "For each ciphertext, state its own content, H(X) for a hash; make no statement of a part in clear.",
  ),
  BN307: warning("A keyed hash is dropped", 'If it serves as a MAC, write means: "<X>K from A".'),
  BN308: warning("The receiver cannot check the MAC", "Send the parts that it covers, or do not rely on it."),
  BN401: error(
    "The protocol has no BAN goals",
    "Add .ban({ assumptions: {...}, goals: {...} }); docs/ban.md has examples.",
  ),
  BN402: error("Unknown goal", "Use a name from .ban({ goals: {...} })."),
  BN403: error(
    "The proof is not valid",
    "Each step must be an assumption, a message, or an instance of a rule of the profile.",
  ),
} satisfies Record<string, BanEntry>;

export type BanCode = keyof typeof BAN_DIAGNOSTICS;

/** Makes one diagnostic. */
export function complainOf(
  code: BanCode,
  message: string,
  details: Partial<Omit<Diagnostic, "code" | "severity" | "message">> = {},
): Diagnostic {
  const { severity, help } = BAN_DIAGNOSTICS[code];
  return { code, severity, message, ...details, help: details.help ?? help };
}
