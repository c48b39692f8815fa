import { useEffect } from "../../vendor/preact/hooks.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import "../texts/notices.js";
import { answerOffer, noticesState, postponeOffer, switchOn } from "./push.js";
import { toast } from "../ui/toast.js";

/** Asks whether this device is to tell of new messages. */
export function PushOffer() {
  useEffect(() => {
    document.documentElement.dataset.offer = "";
    return () => {
      delete document.documentElement.dataset.offer;
    };
  }, []);
  const accept = async () => {
    const isOn = await switchOn().catch(() => false);
    const isBlocked = noticesState.peek() === "blocked";
    if (!isOn) toast(t(isBlocked ? "notices.blocked" : "offer.later"));
    if (isOn || isBlocked) answerOffer();
    else postponeOffer();
  };
  const decline = () => {
    toast(t("offer.later"));
    answerOffer();
  };
  return html`<div class="offer" role="region" aria-label=${t("settings.notify")}>
    <p class="offer-text">${t("offer.text")}</p>
    <span class="offer-buttons">
      <button type="button" class="button primary small" onClick=${accept}>${t("offer.accept")}</button>
      <button type="button" class="button quiet small" onClick=${decline}>${t("offer.decline")}</button>
    </span>
  </div>`;
}
