/** Types of decision-aid-1.0.0.js. */

export interface DecisionAidEvents {
  /** The frame has answered. */
  "decision-aid:ready": CustomEvent<Readonly<{ version: string }>>;
  /** Another page of the visit is shown. */
  "decision-aid:card": CustomEvent<Readonly<{ card: string; name: string }>>;
  /** Something was chosen and saved. */
  "decision-aid:choice": CustomEvent<Readonly<{ aid?: string; card?: string; values?: Record<string, string> }>>;
  /** What was said is saved, or waits. */
  "decision-aid:saved": CustomEvent<Readonly<{ pending: number }>>;
  /** The plan, after requestPlan(). */
  "decision-aid:plan": CustomEvent<Readonly<{ text?: string }>>;
  /** The visit has ended. */
  "decision-aid:ended": CustomEvent<Readonly<{}>>;
  /** Something could not be done. */
  "decision-aid:error": CustomEvent<Readonly<{ code: string }>>;
}

export interface DecisionAidElement extends HTMLElement {
  /** The address of the frame; another one makes a new frame. */
  src: string;
  /** The name of the frame; without it, the name of the card. */
  label: string;
  /** What the frame speaks before a visit is open. */
  lang: string;
  /** In pixels. */
  minHeight: string;
  /** When the frame is loaded. */
  loading: "eager" | "lazy";
  /** Without it, what the device asks for. */
  theme: "" | "light" | "dark";
  /** How large the text is. */
  textSize: "normal" | "large";
  /** A whole visit, or one card without the map of topics. */
  mode: "visit" | "card";
  /** Shows the quiet sheet of “Let’s just talk”. */
  pause(): void;
  /** And back to where we were. */
  resume(): void;
  /** Shows the page that goes home, with its print button. */
  print(): void;
  /** Shows the plan; then decision-aid:plan is heard. */
  requestPlan(): void;
  /** Puts the keyboard into the cards. */
  focus(options?: FocusOptions): void;
  addEventListener<K extends keyof DecisionAidEvents>(type: K, listener: (event: DecisionAidEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "decision-aid": DecisionAidElement;
  }
}
