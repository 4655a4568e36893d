import { describe, expect, it } from "vitest";
import { readRecorded } from "./example.ts";
import { readOutput } from "./read-output.ts";

const tag = "f01-minimal-attack.xml";
const stdout = readRecorded({ tag }, "stdout");
const stderr = readRecorded({ tag }, "stderr");

function read(change: { stdout?: string; stderr?: string; exitStatus?: number | undefined; signal?: string }) {
  return readOutput({ stdout, stderr, exitStatus: 3, signal: undefined, ...change });
}

/** The description of the system comes before the trace and is not read. */
function changeTrace(from: string, to: string): string {
  const [system = "", trace = ""] = stdout.split("<semitrace>");
  return `${system}<semitrace>${trace.replace(from, to)}`;
}

describe("readOutput", () => {
  it("reads what was recorded", () => {
    expect(read({})).toMatchObject({ is: "judged", claims: [{ label: "s", failed: 1, complete: false, states: 4 }] });
  });

  it.each([
    ["another word", stderr.replace("Fail", "Ok")],
    ["another number", stderr.replace("at least 1", "at least 2")],
    ["another completeness", stderr.replace("at least", "exactly")],
    ["a proof", stderr.replace(/\[.*\]/, "[proof of correctness]")],
    ["another type", stderr.replace("Secret_", "Alive_")],
    ["another role", stderr.replace(",A\t", ",B\t")],
    ["no line", ""],
    ["a line too many", `${stderr}${stderr}`],
    ["a line that is none", stderr.replace("\t[", "\t(")],
  ])("believes nothing when the table has %s", (_, table) => {
    expect(read({ stderr: table })).toMatchObject({ is: "unreadable" });
  });

  it.each([
    ["another root", stdout.replaceAll("scyther>", "other>")],
    ["no attack", stdout.replace(/<state [^]*<\/state>/, "")],
    ["an attack on nothing", stdout.replace(/<claimstatus>[^]*<\/claimstatus>/, "")],
    ["no count", stdout.replace(/<count>\d+<\/count>/, "")],
    ["a count that is no number", stdout.replace(/<count>\d+<\/count>/, "<count>many</count>")],
    ["two counts", stdout.replace(/(<count>\d+<\/count>)/, "$1$1")],
    ["an attack without runs", stdout.replace(/<semitrace>[^]*<\/semitrace>/, "<semitrace></semitrace>")],
    ["two runs of one number", stdout.replace("<runid>2</runid>", "<runid>0</runid>")],
    ["events out of order", changeTrace('<event type="recv" index="0">', '<event type="recv" index="1">')],
    ["an event of another type", stdout.replaceAll('<event type="recv"', '<event type="read"')],
    ["a term of another form", stdout.replaceAll("encrypt>", "sign>")],
    ["half of its length", stdout.slice(0, stdout.length / 2)],
    ["something else in it", stdout.replace("<claimstatus>", "<proof></proof><claimstatus>")],
  ])("believes nothing when the XML has %s", (_, text) => {
    expect(read({ stdout: text })).toMatchObject({ is: "unreadable" });
  });

  it("tells a crash from a refusal", () => {
    expect(read({ exitStatus: undefined, signal: "SIGSEGV" })).toEqual({
      is: "crashed",
      how: "it was ended by SIGSEGV",
    });
    expect(read({ exitStatus: undefined })).toMatchObject({ is: "crashed" });
    expect(read({ exitStatus: 139 })).toEqual({ is: "crashed", how: "it ended with status 139" });
    expect(read({ exitStatus: 1 })).toMatchObject({ is: "crashed" });
    expect(read({ exitStatus: 1, stderr: "Unknown switch '--bogus'.\n" })).toMatchObject({ is: "refused" });
    expect(read({ exitStatus: 2, stderr: "" })).toMatchObject({ is: "crashed" });
  });
});
