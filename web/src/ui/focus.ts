// Focus: keeps it where a person works when what has it is removed.
import { useLayoutEffect, useRef } from "preact/hooks";

/** aroundOf returns an element and those around it, from the inside out. */
function aroundOf(element: Element | null): Element[] {
  return element ? [element, ...aroundOf(element.parentElement)] : [];
}

/**
 * useKeptFocus returns the ref of a part of the page. When what has the focus in it is removed, for
 * example the button of a deleted row or of the next page, the closest element around it that takes
 * the focus gets it, and the content of the page if there is none. Browsers drop it, so that a
 * keyboard or a screen reader would start at the top of the page.
 */
export function useKeptFocus<T extends HTMLElement>() {
  const part = useRef<T>(null);
  useLayoutEffect(() => {
    const element = part.current;
    if (!element) return;
    let around: Element[] = [];
    const isDropped = () => document.activeElement === document.body;
    const note = ({ target }: FocusEvent) => {
      around = target instanceof Element ? aroundOf(target) : [];
    };
    // A click beside everything drops the focus too, and is meant to. Browsers differ in whether a
    // removed element loses the focus first, so this looks after the removal.
    const forget = () =>
      queueMicrotask(() => {
        if (isDropped() && around[0]?.isConnected) around = [];
      });
    const keep = () => {
      if (!isDropped() || around.length === 0 || around[0]?.isConnected) return;
      const place =
        around.find((one) => one.isConnected && one.matches("[tabindex]")) ??
        element.querySelector("main");
      around = [];
      if (place instanceof HTMLElement) place.focus({ preventScroll: true });
    };
    const removals = new MutationObserver(keep);
    removals.observe(element, { childList: true, subtree: true });
    element.addEventListener("focusin", note);
    element.addEventListener("focusout", forget);
    return () => {
      removals.disconnect();
      element.removeEventListener("focusin", note);
      element.removeEventListener("focusout", forget);
    };
  }, []);
  return part;
}
