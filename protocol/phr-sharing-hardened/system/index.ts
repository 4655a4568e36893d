/** The system of phr-sharing, whose parties ask for a proof with a data user's key. */
import { makeSystem } from "../../phr-sharing/system/index.ts";

export default makeSystem("hardened");
