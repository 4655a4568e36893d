/**
 * A sound toy scheme, 200 campaigns at 95 %: a correct test says 'advantage' in at most 20 of them, but for a probability
 * of 0.0012. An estimator that looks at the interval after every play and stops when it likes does worse.
 */
import { describe, expect, it } from "vitest";
import { makeArena, PAD_GAME, PARITY, playMany, tally } from "../example.ts";
import { boundAdvantage } from "./advantage.ts";

const CAMPAIGNS = 200;
const PLAYS = 100;
const MOST = 20;

describe("campaigns on a sound scheme", async () => {
  const arena = await makeArena();
  const campaigns = Array.from({ length: CAMPAIGNS }, (_, i) =>
    playMany(PAD_GAME, PARITY, arena, PLAYS, `campaign ${i}`),
  );

  it("raise a false alarm in at most 20 of 200, looked at once", () => {
    const alarms = campaigns.filter((plays) => boundAdvantage("distinguish", tally(plays), 0.95).low > 0);
    expect(alarms.length).toBeLessThanOrEqual(MOST);
  });

  it("raise more when somebody peeks", () => {
    const alarms = campaigns.filter((plays) =>
      plays.some((_, last) => boundAdvantage("distinguish", tally(plays.slice(0, last + 1)), 0.95).low > 0),
    );
    expect(alarms.length).toBeGreaterThan(MOST);
  });
});
