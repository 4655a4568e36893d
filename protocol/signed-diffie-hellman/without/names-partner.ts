import { exchange } from "../protocol.ts";

export default exchange("names-partner");
