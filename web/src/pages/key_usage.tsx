// The usage of a key, loaded when it is first shown.
import { lazy } from "../lazy";

export const KeyUsage = lazy(() =>
  import("../traffic/key_usage").then((found) => found.KeyUsage),
);
