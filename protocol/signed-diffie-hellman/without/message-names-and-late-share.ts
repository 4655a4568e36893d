import { exchange } from "../protocol.ts";

export default exchange("message-names", "late-share");
