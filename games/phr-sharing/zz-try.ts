import { drawMessages } from "assay/games";
import { type Adversary, goOn } from "./ind-prid-cpa.game.ts";

const play: Adversary = (game) => {
  const [m0, m1] = drawMessages(game);
  const { ciphertext } = game.challenge("DO 1", m0, m1);
  const later = goOn(game, "DO 1");
  const opened = game.scheme.decrypt(game.curve, ciphertext, later.keyOfDO("DO 2"));
  return game.curve.gt.equals(opened, m0) ? 0 : 1;
};
export default play;
