import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { locateMistake } from "./locate-text.ts";

const SOURCE = `.ban({
  assumptions: { k1: "A bel B bel Nn" },
  // A bel Nn, and "B bel Nn"
  goals: {
    g1: "S bel B bel Nn",
    "g2":
      'B bel Nn',
    g3: "B bel Nn",
  },
})
`;

it.each([
  ["B bel Nn", "g2", 7, 14],
  ["B bel Nn", "g3", 8, 16],
  ["S bel B bel Nn", "g1", 5, 22],
  ["A bel B bel Nn", "k1", 2, 35],
  ["B bel Nn", undefined, 3, 27],
])("finds %s, called %s, at %i:%i", (text, name, line, column) => {
  const folder = mkdtempSync(join(tmpdir(), "assay-locate-"));
  try {
    const file = join(folder, "protocol.ts");
    writeFileSync(file, SOURCE);
    const { place } = locateMistake({
      code: "BN102",
      message: "Nothing is called Nn here.",
      help: undefined,
      text,
      offset: text.length - 2,
      place: { file, line: 1, column: 2 },
      ...(name === undefined ? {} : { name }),
    });
    expect(place).toEqual({ file, line, column });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
