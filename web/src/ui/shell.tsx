// Shell: the frame of every page: navigation, theme, palette, sign-out.
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { usePlace } from "../router";
import { type Caller, changeOrganization, signOut } from "../session";
import { problemFrom } from "../use_load";
import { EnvironmentMenu } from "./environment_menu";
import { useKeptFocus } from "./focus";
import { MasqueradeNotice, ReplacedNotice } from "./notices";
import { type NavItem, Palette } from "./palette";
import { ProfileMenu } from "./profile_menu";
import { LeaveQuestion } from "./secret";
import { say, Toasts } from "./toast";

/** NavPart is a group of pages; the first one has no title. */
export interface NavPart {
  title: string;
  items: NavItem[];
}

const themes = ["auto", "light", "dark"] as const;
type Theme = (typeof themes)[number];
const themeKey = "bearward.theme";

function storedTheme(): Theme {
  const stored = localStorage.getItem(themeKey);
  return themes.find((theme) => theme === stored) ?? "auto";
}

function ThemeSwitch() {
  const [theme, setTheme] = useState(storedTheme);
  const choose = (next: Theme) => {
    setTheme(next);
    if (next === "auto") localStorage.removeItem(themeKey);
    else localStorage.setItem(themeKey, next);
    if (next === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = next;
  };
  return (
    <fieldset class="themes">
      <legend class="hidden">Theme</legend>
      {themes.map((one) => (
        <label key={one}>
          <input
            type="radio"
            name="theme"
            checked={theme === one}
            onChange={() => choose(one)}
          />
          <span>{one}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** typing says whether a key belongs to an input, so that it is no shortcut. */
function typing(event: KeyboardEvent): boolean {
  const target = event.target;
  return target instanceof Element && target.closest("input, textarea, select, dialog") !== null;
}

function useShortcuts(openPalette: () => void): void {
  // A layout effect runs with the first picture of the page, so that no key is missed after it.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        openPalette();
      } else if (event.key === "/" && !typing(event)) {
        event.preventDefault();
        const search = document.querySelector<HTMLInputElement>("[data-search]");
        if (search) search.focus();
        else openPalette();
      }
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [openPalette]);
}

interface ShellProps {
  nav: NavPart[];
  caller: Caller;
  children: ComponentChildren;
}

export function Shell({ nav, caller, children }: ShellProps) {
  const { path } = usePlace();
  const [palette, setPalette] = useState(false);
  const [menu, setMenu] = useState(false);
  const frame = useKeptFocus<HTMLDivElement>();
  useShortcuts(() => setPalette(true));
  useEffect(() => setMenu(false), [path]);
  const current = (item: NavItem) =>
    item.path === "/" ? path === "/" : path === item.path || path.startsWith(item.path + "/");
  const fail = (thrown: unknown) => say(problemFrom(thrown).message, true);
  const leave = () => signOut().catch(fail);
  const place = caller.organization?.name ?? "Whole environment";
  return (
    <div class="shell" ref={frame}>
      <a class="skip" href="#content">
        Skip to content
      </a>
      <header class="top">
        <button
          type="button"
          class="icon-button menu-button"
          aria-expanded={menu}
          aria-controls="nav"
          onClick={() => setMenu(!menu)}
        >
          <span class="hidden">Menu</span>
          <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
            <path d="M2 4h12M2 8h12M2 12h12" stroke="currentColor" stroke-width="1.5" />
          </svg>
        </button>
        <a class="brand" href="/console">
          <img src="/console/icon.svg" alt="" width="24" height="24" />
          <span class="brand-name">Bearward</span>
        </a>
        <EnvironmentMenu key={path} caller={caller} />
        {caller.impersonator ? (
          <span class="organization">{place}</span>
        ) : (
          <button
            type="button"
            class="organization"
            title="Choose another organization"
            onClick={() => void changeOrganization(caller).catch(fail)}
          >
            <span class="hidden">Change organization: </span>
            {place}
          </button>
        )}
        <button type="button" class="search-button" onClick={() => setPalette(true)}>
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none">
            <circle cx="7" cy="7" r="4.25" stroke="currentColor" stroke-width="1.5" />
            <path d="m10.25 10.25 3.5 3.5" stroke="currentColor" stroke-width="1.5" />
          </svg>
          <span class="search-name">Go to</span> <kbd>Ctrl K</kbd>
        </button>
        <ProfileMenu key={path} caller={caller} leave={leave} />
      </header>
      <nav id="nav" class={menu ? "side open" : "side"} aria-label="Main">
        <div class="side-pages">
          {nav.map((part) => (
            <div key={part.title}>
              {part.title && <p class="side-title">{part.title}</p>}
              <ul aria-label={part.title || undefined}>
                {part.items.map((item) => (
                  <li key={item.path}>
                    <a
                      href={item.path === "/" ? "/console" : `/console${item.path}`}
                      aria-current={current(item) ? "page" : undefined}
                    >
                      {item.title}
                    </a>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </div>
        <div class="side-end">
          <ThemeSwitch />
          {!caller.impersonator && (
            <button type="button" class="button" onClick={leave}>
              Sign out
            </button>
          )}
        </div>
      </nav>
      <main id="content" tabIndex={-1}>
        <ReplacedNotice />
        <MasqueradeNotice caller={caller} />
        {children}
      </main>
      {palette && (
        <Palette nav={nav.flatMap((part) => part.items)} close={() => setPalette(false)} />
      )}
      <LeaveQuestion />
      <Toasts />
    </div>
  );
}
