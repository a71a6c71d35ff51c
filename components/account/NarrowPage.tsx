import type { ComponentChildren } from "preact";
import { Icon } from "@/components/ui/Icon.tsx";

export interface NarrowPageProps {
  readonly title: string;
  /** What went wrong with the whole form; "" when nothing did. */
  readonly wrong?: string | undefined;
  /** What was done just now. */
  readonly say?: string | undefined;
  readonly children: ComponentChildren;
}

/** A page with one thing to do: sign in, sign up, a new password. */
export function NarrowPage({ title, wrong = "", say = "", children }: NarrowPageProps) {
  return (
    <div class="wrap narrow-page">
      <h1>{title}</h1>
      {say !== "" && <p class="status-message" role="status">{say}</p>}
      {wrong !== "" && (
        <p class="field-error" role="alert">
          <Icon name="warning" />
          {wrong}
        </p>
      )}
      {children}
    </div>
  );
}
