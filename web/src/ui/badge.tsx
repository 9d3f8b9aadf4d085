interface BadgeProps {
  tone: "good" | "bad" | "plain";
  text: string;
}

/** Badge is a state in one word. The word carries the meaning, the colour only repeats it. */
export function Badge({ tone, text }: BadgeProps) {
  return <span class={`badge ${tone}`}>{text}</span>;
}
