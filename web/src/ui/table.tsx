// TableFrame: what scrolls if a table is too wide. PlainTable: a table without actions and pages.
import type { ComponentChild, ComponentChildren } from "preact";

interface FrameProps {
  /** label names the region for screen readers. */
  label: string;
  children: ComponentChildren;
}

export function TableFrame({ label, children }: FrameProps) {
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}

interface PlainProps {
  label: string;
  heads: string[];
  /** rows have a cell for each head. Cells hold no state, so rows are known by their places. */
  rows: ComponentChild[][];
}

export function PlainTable({ label, heads, rows }: PlainProps) {
  return (
    <TableFrame label={label}>
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, number) => (
            <tr key={number}>
              {cells.map((cell, at) => (
                <td key={heads[at]} data-head={heads[at]}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
