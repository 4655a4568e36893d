/** The thread that does pieces of a hunt, one after the other. */
import { answerTexts } from "../../src/queue/answer-texts.ts";
import { doPiece } from "./piece.ts";

answerTexts(doPiece);
