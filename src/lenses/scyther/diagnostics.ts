/**
 * Every diagnostic of the SPDL front end: its code, how grave it is, what it is about and what to do.
 *
 * SP1xx reading the text, SP2xx names and types, SP3xx events and claims, SP4xx switches. A code is never reused.
 */
import type { Diagnostic, Place } from "../../core/diagnostic/diagnostic.ts";

/** The fixed part of a diagnostic, the same for every occurrence. */
export interface DiagnosticEntry {
  readonly severity: "error" | "warning";
  /** The subject of the code, for people who look it up. */
  readonly title: string;
  readonly help: string;
}

const error = (title: string, help: string): DiagnosticEntry => ({ severity: "error", title, help });
const warning = (title: string, help: string): DiagnosticEntry => ({ severity: "warning", title, help });

/** The table of codes. */
export const SPDL_DIAGNOSTICS = {
  SP101: error(
    "A character that SPDL does not have",
    "Outside comments SPDL is plain ASCII: letters, digits, ^ ! ' - in names, and ( ) { } , ; : = _ . between them.",
  ),
  SP102: error("A comment that does not end", "Close the comment with */."),
  SP103: error("A string that does not end", 'Close the string with " on the same line.'),
  SP104: error("The text does not follow the grammar of SPDL", "Look at the marked token and at the one before it."),
  SP105: error("A keyword used as a name", "Choose another name; keywords are reserved everywhere."),
  SP106: error("Brackets nested too deeply", "Write the term with fewer levels of brackets."),
  SP107: error("The input is too large", "Split the model; a file and its includes may have 4 MiB together."),
  SP108: error("The file starts with a byte-order mark", "Save the file as UTF-8 without a byte-order mark."),
  SP109: error("The file is empty", "Write at least one protocol: protocol p(A) { role A { ... } }"),
  SP110: error(
    "An included file cannot be read",
    "Paths are relative to the including file, then to the current folder.",
  ),
  SP111: error("A file includes itself", "Remove the include that closes the circle."),
  SP112: error("Includes nested too deeply", "Includes may nest at most 10 levels."),
  SP113: error("A name that is too long", "A name has at most 4095 characters."),
  SP114: error("An event without a label", "Give the event a label: send_1(A,B,m), recv_1(A,B,m)."),
  SP115: error("The file cannot be read", "Check the path."),

  SP201: error("A name that is not declared", "Declare the name before its first use: fresh, var, const or secret."),
  SP202: error("A type that is not declared", "Declare the type at the top of the file: usertype T;"),
  SP203: error("A name used as a type is no type", "Use a predeclared type or one from usertype."),
  SP204: error("A user type with the name of something else", "Choose another name for the type."),
  SP205: error("A protocol declared twice", "Give each protocol of the file its own name."),
  SP206: error("fresh outside a role", "Move the declaration into the role that makes the value."),
  SP207: warning(
    "A variable outside a role",
    "Declare it in the roles that receive it: Scyther crashes on such models, or says what nobody meant.",
  ),
  SP208: error("A protocol header that does not list role names", "List each role name once: protocol p(A,B)."),
  SP209: warning("A role that the protocol header does not name", "Add the role to the header; it is skipped."),
  SP210: warning("A role without events", "Write the role's events or drop it from the header."),
  SP211: warning("const inside a role", "Write fresh: every run makes its own value."),
  SP212: warning("A name declared twice at the same level", "Remove one declaration; the last type counts."),
  SP213: warning(
    "A label that hides a name in Scyther",
    "Rename the label or the name: in Scyther the name means the label from there on.",
  ),
  SP214: warning(
    "A secret hash function is public",
    "Write secret f: Function for a keyed function that the intruder cannot apply.",
  ),
  SP215: warning("A secret that is an agent is public", "Give it another type, or write const."),
  SP216: warning("A macro that refers to itself", "Give the macro another name than the names in its body."),
  SP217: error("A term that is too large", "Macros multiply: use each part once or write it by hand."),
  SP218: warning("A type or claim type used as a term", "Use a declared constant, fresh value or variable."),
  SP219: warning(
    "Inverse keys of a single run",
    "List two constants or functions that are declared outside roles; names of a role have no inverse, in Scyther neither.",
  ),
  SP220: error(
    "compromised with a term of one run",
    "Compromised terms are known from the start: use global constants and agents only.",
  ),
  SP221: error("An untrusted agent that is no constant", "Declare the agent first: const Mallory: Agent;"),
  SP222: warning(
    "A name that the language brings, declared again",
    "Choose another name; docs/spdl.md maps each of them.",
  ),
  SP223: warning(
    "A public function that is not one-way",
    "Write hashfunction for one that nobody can undo, secret f: Function for one that only some can apply. SPDL has no xor.",
  ),
  SP224: warning(
    "A hash function that a role declares",
    "Declare it at the top of the file; Assay's own verdicts are not affected.",
  ),
  SP225: error("A type with the name of a macro", "Give the type or the macro another name."),
  SP226: error(
    "A role declared again as something else",
    "Give the declaration another name than the role; a role's name stands for its agent.",
  ),
  SP227: warning(
    "A fresh value of type Agent",
    "Give it another type: no run makes an agent. In Scyther the value may play roles and give itself away.",
  ),
  SP228: warning(
    "A variable applied as a function",
    "Name the function. In Scyther {m}f(A) opens with f(A) itself where f is a variable, whatever it stands for.",
  ),
  SP229: error(
    "The name of a protocol or a label used as a term",
    "Declare a constant of another name: Scyther takes such a name for a constant that nobody knows.",
  ),
  SP230: warning(
    "A key with two inverses",
    "Pair each key once. Assay opens with every inverse, Scyther with that of the last declaration only.",
  ),
  SP231: error(
    "A name that is a variable and a fresh value of one role",
    "Give the two other names: a role either makes a value or receives it.",
  ),
  SP232: warning(
    "A secret constant that several protocols declare",
    "Give each its own name if they are two secrets; declare it once, outside the protocols, if they are one.",
  ),
  SP233: error("A role with the name of a macro", "Give the role or the macro another name."),

  SP301: error("An event of another role", "send starts with, recv has as second, claim starts with its own role."),
  SP302: error(
    "A label used twice for the same direction",
    "Give each send and each recv of a protocol its own label.",
  ),
  SP303: error("A recv without its send", "Write the send, or start the label with ! if nobody is to send it."),
  SP304: error(
    "A send and a recv with the same label that can never match",
    "Make sender, receiver and message fit, or start both labels with !.",
  ),
  SP305: error(
    "A variable that was not received yet",
    "A variable gets its value in a recv or at the left of a match.",
  ),
  SP306: error(
    "Too few parameters",
    "send and recv take from, to and a message; claim takes the role and a claim type.",
  ),
  SP307: error(
    "An unknown claim type",
    "Claim types: Secret SKR Alive Weakagree Niagree Nisynch Commit Running Reachable Empty SID.",
  ),
  SP308: error("A claim with the wrong number of parameters", "Look up what the claim type takes."),
  SP309: error("A secrecy claim on a tuple", "Write one claim for each part."),
  SP310: error("A claim label that is also the label of an event", "Choose another label for the claim."),
  SP311: error("A claim about a role that does not exist", "Name a role of the protocol's header."),
  SP312: warning("A model without claims", "Add claims to the roles, or use --auto-claims."),
  SP313: warning(
    "A generic variable that is sent on",
    "Assay's own verdicts are not affected; for Scyther, give the variable the shape and types of what it holds.",
  ),
  SP314: warning(
    "A helper that only honest agents can use",
    "Let a role of its own apply the rule to agents that are variables: role O { var x,y: Agent; ... }",
  ),
  SP315: warning(
    "A Running that answers a Commit in Scyther only",
    "Give both the same data in the same order; Assay compares them so.",
  ),
  SP316: warning(
    "A claim about the messages before it, and there are none",
    "Move the claim behind the last recv of the role.",
  ),
  SP317: warning(
    "The same fresh name in the sender and the receiver",
    "The two are different values: write var in the role that receives it.",
  ),

  SP401: error("An unknown switch", "See the list of switches that the native engine understands."),
  SP402: error(
    "A switch that changes verdicts and is not supported",
    "Remove the switch, or analyse with Scyther itself.",
  ),
  SP403: warning("A switch that the native engine ignores", "It only affects Scyther's own output or search order."),
  SP404: error("A switch with a wrong value", "Give the switch a whole number that it accepts."),
  SP405: warning(
    "Untyped matching, under which Scyther prints false proofs",
    "Assay's own verdicts are not affected; do not rely on a proof of Scyther's for this file.",
  ),
  SP406: warning("More diagnostics are not shown", "Fix those that are shown; the others follow."),
} as const satisfies Record<string, DiagnosticEntry>;

/** A code of the table. */
export type SpdlCode = keyof typeof SPDL_DIAGNOSTICS;

/** Details that a single occurrence may add to its message. */
export interface DiagnosticDetails {
  readonly length?: number;
  readonly note?: string;
  readonly help?: string;
}

/** Makes the diagnostic of one occurrence; severity and help come from the table. */
export function diagnose(code: SpdlCode, message: string, place: Place, details: DiagnosticDetails = {}): Diagnostic {
  const entry = SPDL_DIAGNOSTICS[code];
  return {
    code,
    severity: entry.severity,
    message,
    place,
    length: details.length,
    note: details.note,
    help: details.help ?? entry.help,
  };
}
