/**
 * An analysis as papers print it: messages as they are sent and as they are read, assumptions, every goal with its numbered
 * statements, and the rules that were used.
 */
import type { Analysis, BanResult, GoalOutcome, JudgedGoal } from "../../analyse.ts";
import { classifyAssumption } from "../../explain/rank.ts";
import type { Formula } from "../../formula/formula.ts";
import { readSexpr } from "../../formula/read-sexpr.ts";
import { nameSide, type RuleId } from "../../rules/rule.ts";
import { RULES } from "../../rules/table.ts";
import { printAscii } from "../ascii.ts";
import { CAVEAT, explainSupports, explainUnderivable, nameOrigins, UNDECIDED } from "../words.ts";
import { type Block, type LinearDocument, type Line, type Piece, say, show, type Statement } from "./document.ts";
import { linearise, type LinearStep } from "./linear-proof.ts";

/** The document of one analysis. */
export function writeDocument(analysis: Analysis, result: BanResult): LinearDocument {
  const { name, profile, symbols, assumptions } = analysis;
  const rules = listRules(result);
  const blocks: Block[] = [
    { is: "heading", level: 1, line: [say(`${name}: derivations in BAN logic`)] },
    { is: "paragraph", line: [say(`Profile ${profile.name}. ${CAVEAT}`)] },
    { is: "heading", level: 2, line: [say("Messages")] },
    { is: "table", head: ["message", "from", "to", "sent", "idealised"], rows: writeMessages(analysis) },
    { is: "heading", level: 2, line: [say("Assumptions")] },
    {
      is: "table",
      head: ["name", "assumption", "kind"],
      rows: assumptions.map(({ id, formula }) => [
        [say(id)],
        [show(formula)],
        [say(classifyAssumption(formula, symbols))],
      ]),
    },
    { is: "heading", level: 2, line: [say("Goals")] },
    ...result.goals.flatMap(writeGoal),
    ...(rules.length === 0 ? [] : writeRules(rules)),
    ...(result.lints.length === 0
      ? []
      : [
          { is: "heading", level: 2, line: [say("Lints")] } as const,
          ...result.lints.map(
            ({ kind, sentence }): Block => ({ is: "paragraph", line: [say(`${kind}: ${sentence}`)] }),
          ),
        ]),
  ];
  return { symbols, blocks };
}

function writeMessages({ messages, sent }: Analysis): Line[][] {
  const idealised = new Map(messages.map((message) => [message.id, message.formula]));
  const rows = sent ?? messages.map(({ id, from, to, concrete }) => ({ id, from, to, concrete }));
  return rows.map(({ id, from, to, concrete }) => {
    const formula = idealised.get(id);
    return [
      [say(id)],
      [say(from)],
      [say(to)],
      concrete === undefined ? [] : [{ is: "code", text: concrete }],
      formula === undefined ? [say("nothing: all in clear")] : [show(formula)],
    ];
  });
}

function writeGoal({ id, formula, outcome }: JudgedGoal): Block[] {
  return [
    { is: "heading", level: 3, line: [say(`${id}: `), show(formula)] },
    { is: "paragraph", line: [say(nameOutcome(outcome))] },
    ...explainGoal(id, outcome),
  ];
}

function nameOutcome(outcome: GoalOutcome): string {
  switch (outcome.is) {
    case "derived":
      return `Derived; rests on ${nameOrigins(outcome.rests)}.`;
    case "underivable":
      return "Not derivable.";
    case "undecided":
      return UNDECIDED;
    default:
      return outcome satisfies never;
  }
}

function explainGoal(goal: string, outcome: GoalOutcome): Block[] {
  const say1 = (sentence: string): Block => ({ is: "paragraph", line: [say(sentence)] });
  switch (outcome.is) {
    case "derived": {
      const statements = linearise(outcome.proof).steps.map(writeStatement);
      return [
        ...(statements.length === 0
          ? [say1("It is an assumption.")]
          : [{ is: "statements", goal, statements } as const]),
        ...explainSupports(outcome).map(say1),
      ];
    }
    case "underivable": {
      const [first] = outcome.smuggled;
      // The derivation that is none is told once, as statements.
      const sentences = explainUnderivable(outcome, printAscii).filter((line) => !/^S\d+: /.test(line));
      const statements = first === undefined ? [] : linearise(first.proof).steps.map(writeStatement);
      return [
        ...sentences.map(say1),
        ...(statements.length === 0 ? [] : [{ is: "statements", goal, statements } as const]),
      ];
    }
    case "undecided":
      return [];
    default:
      return outcome satisfies never;
  }
}

function writeStatement(step: LinearStep): Statement {
  const { label, formula, by } = step;
  if (by.is === "message") return { label, formula, why: [say(`message ${by.message}`)] };
  const from = by.from.flatMap((name, i): Piece[] => {
    const between = i === 0 ? "from " : i === by.from.length - 1 ? " and " : ", ";
    return [say(between), { is: "reference", label: name }];
  });
  return { label, formula, why: [...from, say(`, by ${by.title}`)] };
}

/** The rules of all proofs that are shown, in the order of the table. */
function listRules({ goals }: BanResult): readonly RuleId[] {
  const proofs = goals.flatMap(({ outcome }) => {
    if (outcome.is === "derived") return [outcome.proof];
    return outcome.is === "underivable" ? outcome.smuggled.slice(0, 1).map(({ proof }) => proof) : [];
  });
  const used = new Set<string>(proofs.flatMap(({ steps }) => steps.map(({ rule }) => rule)));
  return [...RULES.keys()].filter((id) => used.has(id));
}

function writeRules(rules: readonly RuleId[]): Block[] {
  const rows = rules.flatMap((id) => {
    const { title = id, forms = [], reading = "" } = RULES.get(id) ?? {};
    return forms.map(({ premises, further, conclusion, sides }, i): Line[] => [
      [say(i === 0 ? title : "")],
      [...premises, ...(further === undefined ? [] : [further])].flatMap((premise, at): Piece[] => [
        ...(at === 0 ? [] : [say("; ")]),
        show(readForm(premise)),
      ]),
      [show(readForm(conclusion))],
      [say([...sides.map(nameSide), ...(i === 0 ? [reading] : [])].join("; "))],
    ]);
  });
  return [
    { is: "heading", level: 2, line: [say("Rules")] },
    { is: "table", head: ["rule", "premises", "conclusion", "where"], rows },
  ];
}

function readForm(form: string): Formula {
  return readSexpr(form.replaceAll("?", "")).formula;
}
