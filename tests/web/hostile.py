"""Texts, field names and addresses that the fuzz of the web draws from."""

# ruff: noqa: E501, SIM905  long tables of data read better in few lines

from __future__ import annotations

TAG = "zq9x"
TEXTS = [
    f"<script>{TAG}</script>", f"\"><img src={TAG} onerror=alert(1)>", f"'-{TAG}-'", f"{{{{7*191}}}}{TAG}", f"{{% {TAG} %}}", f"${{{TAG}}}",
    f"</textarea><script>{TAG}</script>", f"</title><svg onload={TAG}>", f"javascript:{TAG}", f"\u202e{TAG}\u202c", f"{TAG}\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "\0", "\r\nSet-Cookie: a=b", "%00%0a", "../../../../etc/passwd", "' OR 1=1 --", "=cmd|' /C calc'!A0", "-1", "0", "1e309", "NaN", "Infinity",
    "9" * 400, "-0", "0x10", "1,2,3", "5.17", "\u0665\u0665", "\u00b2", "\u00bd", "yes", "no", "none", "option.moderate", "option.", "stop", "parked",
    "2027-02-23", "0001-01-01", "9999-12-31", "99999-01-01", "3mo", "999a", "0d", "-3mo", "a", "", " ", "\n\n\n", "x" * 3_000, "\u0301" * 300, "\ufeff", "\ufffe",
    "true", "null", "[]", "{}", "here", "mg/dL", "mmol/L", "patient", "clinician", "weigh", "differ", "closed", "bars", "no_numbers", "picture", "plan", "talk", "view.patient",
]  # fmt: skip
FIELDS = """words words_private value_age value_sex value_total_cholesterol value_hdl value_systolic_bp value_egfr value_bp_treated value_diabetes
value_current_smoker value_statin value_dose unit_total_cholesterol unit_hdl sure_age list_checks then arrived look_again look_again_if until voice via private
pick leave leans_patient leans_clinician print_patient door view_patient view_clinician agreed stuck meaning ask settle thinks own own_name display line why reason seq key seen
said_at encounter name password next aid years saved plain waiting csrf_token""".split()
PAGES = """ plan print note plan.pdf wait-key hold undo private take-out end statin/situation statin/purpose statin/picture statin/issues statin/leaning
statin/decision statin/questions statin/evidence/baseline statin/evidence/{text} {text}/situation statin/{text} {text}""".split(
    " "
)
OUTSIDE = [
    "/",
    "/sign-in",
    "/start/{text}",
    "/visits",
    "/sign-out",
    "/healthz",
    "/readyz",
    "/static/{text}",
    "/{text}",
    "/visits/{text}/plan",
]
