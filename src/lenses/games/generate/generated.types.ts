/** Types of generated games that are forbidden: every line is an error that is expected. */
import { goOn, type Game } from "../../../../games/phr-sharing/ind-prid-cpa.game.ts";
import {
  type Game as HospitalGame,
  goOn as goOnWithHospital,
} from "../../../../games/phr-sharing/clc-ind-cpa-2.game.ts";

declare const game: Game;
declare const hospital: HospitalGame;

game.keyOfDO("DO 1");
const challenged = goOn(game, "DO 1");
challenged.keyOfDO("DO 2");
// @ts-expect-error the target's key opens the challenge
challenged.keyOfDO("DO 1");
// @ts-expect-error there is one challenge
void challenged.challenge;
// @ts-expect-error nobody of this name is in a play
game.keyOfDO("somebody");

const going = goOnWithHospital(hospital, "DU 1");
going.keyOfDU("DU 2");
// @ts-expect-error the target's key opens the challenge
going.keyOfDU("DU 1");
// @ts-expect-error who knows the master secret plants no key
void going.replacePkDU;
