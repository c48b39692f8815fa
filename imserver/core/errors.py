"""The one table of errors and close codes. `docs/protocol.md` repeats it, and a test compares the two.

Close codes follow centrifuge's ranges: 3000-3499 ask the client to reconnect, 3500-3999 end the session
for good; codes below 3000 are those of RFC 6455.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One row. `status` is the HTTP status, `retry` tells whether the same request may succeed later."""

    name: str
    status: int
    hint: str
    retry: bool = False


@dataclass(frozen=True, slots=True)
class CloseCode:
    """Why a WebSocket ends. `reconnect` is what a client should do."""

    name: str
    number: int
    reconnect: bool
    hint: str


class ImError(Exception):
    """An error that its causer gets to see by name.

    `message` names the offending thing and value; `hint` defaults to the table's. `retry_after_s` tells how long to
    wait before the same request, where that is known. `fields` is what is wrong with each field of a request, where
    that is why.
    """

    def __init__(
        self,
        code: ErrorCode,
        message: str,
        hint: str | None = None,
        retry_after_s: int | None = None,
        fields: Mapping[str, ImError] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = code.hint if hint is None else hint
        self.retry_after_s = retry_after_s
        self.fields = dict(fields or {})


BAD_JSON: Final = ErrorCode("bad_json", 400, "Send one JSON object, encoded as UTF-8.")
BAD_PACKING: Final = ErrorCode("bad_packing", 400, "Send one MessagePack map, packed as the protocol description says.")
BAD_FRAME: Final = ErrorCode("bad_frame", 400, "Check the fields of this frame in the protocol description.")
UNKNOWN_TYPE: Final = ErrorCode("unknown_type", 400, "Use a frame type from the protocol description.")
BAD_HTTP: Final = ErrorCode("bad_http", 400, "Send a request as RFC 9112 says, one at a time.")
REQUEST_TIMEOUT: Final = ErrorCode("request_timeout", 408, "Send the whole request without long pauses.")
URL_TOO_LONG: Final = ErrorCode("url_too_long", 414, "Ask for less by the address; the body takes more.")
HEAD_TOO_LARGE: Final = ErrorCode("head_too_large", 431, "Send fewer and shorter headers.")
BAD_REQUEST: Final = ErrorCode("bad_request", 422, "Check the fields of this request in the API description.")
TOO_LARGE: Final = ErrorCode("too_large", 413, "Send less at once.")
NOT_AUTHENTICATED: Final = ErrorCode("not_authenticated", 401, "Authenticate first.")
ALREADY_AUTHENTICATED: Final = ErrorCode("already_authenticated", 409, "Open another connection to be somebody else.")
TOKEN_INVALID: Final = ErrorCode("token_invalid", 401, "Log in again.")
TOKEN_REUSED: Final = ErrorCode(
    "token_reused",
    401,
    "Log in again. If this goes on, somebody may have a copy of what this device keeps: change the password.",
)
TOKEN_EXPIRED: Final = ErrorCode("token_expired", 401, "Get a new access token with the refresh token.")
CREDENTIALS_WRONG: Final = ErrorCode(
    "credentials_wrong", 401, "Check the login and the password, or ask an administrator for a new link."
)
ACCOUNT_DISABLED: Final = ErrorCode("account_disabled", 403, "Ask an administrator to enable the account.")
FORBIDDEN: Final = ErrorCode("forbidden", 403, "Ask somebody whose role allows it.")
NOT_FOUND: Final = ErrorCode("not_found", 404, "Check the name or id.")
METHOD_NOT_ALLOWED: Final = ErrorCode("method_not_allowed", 405, "Use a method from the API description.")
UNKNOWN_CONVERSATION: Final = ErrorCode("unknown_conversation", 404, "Check the id of the conversation.")
NOT_MEMBER: Final = ErrorCode("not_member", 403, "Ask a member of the conversation to add you.")
UNKNOWN_USER: Final = ErrorCode("unknown_user", 404, "Check the login or the id of the user.")
LINK_INVALID: Final = ErrorCode(
    "link_invalid", 404, "Ask for a new link: this one was used, has expired or never existed."
)
LOGIN_TAKEN: Final = ErrorCode("login_taken", 409, "Choose another login.")
LOGIN_CONFUSABLE: Final = ErrorCode("login_confusable", 409, "Choose a login that looks like nobody else's.")
LOGIN_RESERVED: Final = ErrorCode("login_reserved", 422, "Choose another login: this one stands for something else.")
LOGIN_MIXED: Final = ErrorCode(
    "login_mixed", 422, "Take all letters from one alphabet, or from Chinese, Japanese or Korean and Latin."
)
LOGIN_INVALID: Final = ErrorCode(
    "login_invalid",
    422,
    "Use 1 to 64 letters, digits, dots, hyphens, underscores or @, without spaces, among them a letter or digit.",
)
NAME_INVALID: Final = ErrorCode(
    "name_invalid", 422, "Use 1 to 100 visible characters on one line, with at most 4 marks on a letter."
)
PASSWORD_WEAK: Final = ErrorCode("password_weak", 422, "Use 8 to 256 characters, and not the login.")
CSV_INVALID: Final = ErrorCode("csv_invalid", 422, "Save it as CSV with a first line that names the columns.")
TITLE_INVALID: Final = ErrorCode(
    "title_invalid", 422, "Use 1 to 100 visible characters on one line, with at most 4 marks on a letter."
)
SERVER_NAME_INVALID: Final = ErrorCode("server_name_invalid", 422, "Use 1 to 64 visible characters.")
TEXT_INVALID: Final = ErrorCode("text_invalid", 422, "Send 1 to 8000 characters with something to see, without U+0000.")
EMOJI_INVALID: Final = ErrorCode("emoji_invalid", 422, "React with one emoji, and without words.")
UNKNOWN_MESSAGE: Final = ErrorCode("unknown_message", 404, "Check the number of the message.")
UNKNOWN_FILE: Final = ErrorCode(
    "unknown_file", 404, "Check the id of the file, or upload it again: what is not sent within a day is deleted."
)
PICTURE_INVALID: Final = ErrorCode(
    "picture_invalid", 400, "Choose a photo or picture: JPEG, PNG, WebP, GIF or AVIF, of at most 40 megapixels."
)
TOO_LATE: Final = ErrorCode("too_late", 409, "Ask an admin of the group to recall it.")
BLOCKED: Final = ErrorCode("blocked", 403, "One of you has blocked the other.")
BANNED: Final = ErrorCode("banned", 403, "Lift the ban first.")
CLIENT_ID_CONFLICT: Final = ErrorCode(
    "client_id_conflict", 409, "This client_id already names another message or group: use a new UUID for a new one."
)
ALREADY_SET_UP: Final = ErrorCode(
    "already_set_up", 409, "Log in as the owner, or have a new password set: imctl users passwd LOGIN."
)
LAST_OWNER: Final = ErrorCode("last_owner", 409, "Give somebody else the role of owner first.")
TOO_MANY: Final = ErrorCode("too_many", 409, "Remove some first, or ask for less at once.")
QUOTA_FULL: Final = ErrorCode(
    "quota_full", 409, "Recall messages with files that nobody needs, or ask an administrator for more space."
)
RANGE_INVALID: Final = ErrorCode("range_invalid", 416, "Ask for bytes within the size of the file.")
THROTTLED: Final = ErrorCode("throttled", 429, "Wait a little before the next attempt.", retry=True)
BUSY: Final = ErrorCode("busy", 503, "Try again in a moment.", retry=True)
STORAGE_FULL: Final = ErrorCode(
    "storage_full", 507, "The server's disk is full: free some space. Reading still works.", retry=True
)
STORAGE_FAILED: Final = ErrorCode("storage_failed", 503, "Try again; if it stays, see the server's log.", retry=True)
INTERNAL: Final = ErrorCode("internal", 500, "Try again; if it stays, see the server's log.", retry=True)

ERRORS: Final[dict[str, ErrorCode]] = {
    code.name: code for code in list(globals().values()) if isinstance(code, ErrorCode)
}

NOT_UTF8: Final = CloseCode("not_utf8", 1007, False, "A text frame was not valid UTF-8.")
TOO_MANY_FRAMES: Final = CloseCode(
    "too_many_frames", 1008, False, "Too many pings and pongs, or a message in too many fragments."
)
FRAME_TOO_LARGE: Final = CloseCode(
    "frame_too_large", 1009, False, "A frame was larger than 65,536 bytes, or the first one than 8,192."
)
RESTARTING: Final = CloseCode("restarting", 3000, True, "The server restarts: reconnect after a short, random wait.")
SLOW: Final = CloseCode("slow", 3001, True, "You read nothing for a while: reconnect and resume from your sync token.")
AUTH_TIMEOUT: Final = CloseCode("auth_timeout", 3002, True, "No auth frame came in time.")
SILENT: Final = CloseCode("silent", 3003, True, "A ping was not answered in time.")
TOKEN_REFUSED: Final = CloseCode(
    "token_refused",
    3500,
    False,
    "The token in the auth frame was refused: get a new one, then connect again.",
)
SESSION_ENDED: Final = CloseCode("session_ended", 3501, False, "This session was ended: log in again.")
DISABLED: Final = CloseCode("disabled", 3502, False, "The account was disabled or deleted.")
AUTH_EXPECTED: Final = CloseCode("auth_expected", 3503, False, "The first frame was not a valid auth frame.")
BINARY_REFUSED: Final = CloseCode("binary_refused", 3504, False, "im.v1.json takes text frames only.")
TEXT_REFUSED: Final = CloseCode("text_refused", 3505, False, "im.v1.lz4 takes binary frames only.")
SESSION_REUSED: Final = CloseCode(
    "session_reused", 3506, False, "A refresh token of this session was used twice, so it was ended: log in again."
)

CLOSE_CODES: Final[dict[str, CloseCode]] = {
    code.name: code for code in list(globals().values()) if isinstance(code, CloseCode)
}
