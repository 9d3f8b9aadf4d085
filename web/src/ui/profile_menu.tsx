// ProfileMenu: the menu of the signed-in person. A new `key` closes it.
import type { Caller } from "../session";
import { Menu } from "./menu";

const person = (
  <>
    <span class="hidden">Profile</span>
    <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true" fill="none">
      <circle cx="8" cy="5.5" r="2.75" stroke="currentColor" stroke-width="1.25" />
      <path
        d="M2.75 14c.5-3 2.5-4.25 5.25-4.25S12.75 11 13.25 14"
        stroke="currentColor"
        stroke-width="1.25"
      />
    </svg>
  </>
);

interface ProfileMenuProps {
  caller: Caller;
  leave: () => void;
}

/**
 * A person who administers the environment belongs to no company. A masquerade ends by its notice,
 * not by signing out.
 */
export function ProfileMenu({ caller, leave }: ProfileMenuProps) {
  if (!caller.organization && caller.impersonator) return null;
  return (
    <Menu
      look="icon-button"
      hint={caller.organization?.name ?? caller.environment.name}
      face={person}
    >
      <li>
        <p>
          <strong>{caller.name}</strong>
        </p>
      </li>
      <li>
        <a href="/console/me">My profile</a>
      </li>
      {caller.organization && (
        <li>
          <a href="/console/company">My Company Profile</a>
        </li>
      )}
      {!caller.impersonator && (
        <li>
          <button type="button" onClick={leave}>
            Log out
          </button>
        </li>
      )}
    </Menu>
  );
}
