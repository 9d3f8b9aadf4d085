// lazy: a component whose code is loaded when it is first shown: the first page stays small.
import type { ComponentType } from "preact";
import { Ready } from "./ui/states";
import { useLoad } from "./use_load";

/** lazy returns a component that loads the other one, and shows the states meanwhile. */
export function lazy<Props extends object>(
  read: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  return function Lazy(props: Props) {
    // In an object: useLoad keeps values, and a component is a function.
    const [loaded, again] = useLoad(async () => ({ Shown: await read() }), "");
    return (
      <Ready from={loaded} again={again} what="the page">
        {({ Shown }) => <Shown {...props} />}
      </Ready>
    );
  };
}
