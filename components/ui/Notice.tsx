import { Icon } from "@/components/ui/Icon.tsx";

export interface NoticeProps {
  readonly say: string;
  readonly bad?: boolean;
  /** Fields of a form that takes it back; absent: it cannot be taken back. */
  readonly undo?: { readonly action: string; readonly fields: Readonly<Record<string, string>> };
}

/** One sentence about what was done just now, with its undo. */
export function Notice({ say, bad = false, undo }: NoticeProps) {
  if (say === "") return null;
  return (
    <form class="toast toast-foot" method="post" action={undo?.action} role="status">
      {bad && <Icon name="warning" />}
      <span>{say}</span>
      {undo !== undefined &&
        Object.entries(undo.fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
      {undo !== undefined && <button type="submit" class="btn">Undo</button>}
    </form>
  );
}
