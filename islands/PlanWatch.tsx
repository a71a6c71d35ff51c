import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Shows the page anew when the plan is another than the one it was made with. */
export default function PlanWatch({ mark }: { mark: string }) {
  const live = useSignal(false);
  useEffect(() => {
    const source = new EventSource("/api/v1/account/plan-stream");
    source.addEventListener("open", () => void (live.value = true));
    source.addEventListener("plan", (event) => {
      if (event.data !== mark) location.reload();
    });
    return () => source.close();
  }, []);
  return <span hidden data-alive={live.value ? "" : undefined} />;
}
