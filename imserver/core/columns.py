"""What the columns of a roster are called, in the languages of those who write one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from typing import Final

COLUMNS: Final = ("login", "name", "role", "password", "group")
FIRST: Final = "first name"
LAST: Final = "last name"
"""Parts of a name, in columns of their own."""

_NAMES: Final = {
    "login": "login username useraccount account accountname user userid loginname loginid"
    " 账号 帐号 賬號 帳號 账号名 账户名 账户 帐户 帳戶 用户名 用戶名 登录名 登陆名 登录账号 登录帐号 登陆账号 登陆帐号"
    " 登录 登入名 登入帳號 用户账号 用户帐号 使用者帳號 使用者名稱 使用者 用户"
    " benutzername benutzer nutzername anmeldename benutzerkonto kontoname"
    " identifiant nomdutilisateur utilisateur usuario nombredeusuario"
    " 学号 學號 工号 工號 学生学号 员工号 studentid studentnumber employeeid kennung konto compte cuenta",
    "name": "name fullname displayname realname nickname studentname"
    " 姓名 名字 名称 名稱 显示名 显示名称 顯示名稱 真实姓名 真實姓名 中文名 学生姓名 學生姓名 昵称 暱稱"
    " vollername vollständigername anzeigename schülername vorundnachname"
    " nomcomplet nomaffiché nometprénom nombrecompleto nombreyapellidos",
    FIRST: "firstname givenname forename 名 vorname prénom nombre",
    LAST: "lastname surname familyname 姓 nachname familienname nom apellido apellidos",
    "role": "role roles 角色 角色名称 用户角色 权限 權限 身份 身分 职务 職務 rolle rollen rôle rol",
    "password": "password passphrase 密码 密碼 口令 初始密码 初始密碼 登录密码 登陆密码 登入密碼"
    " passwort kennwort motdepasse contraseña",
    "group": "group groups class team groupname classname"
    " 班级 班級 班 群 群组 群組 群聊 群名 群名称 群组名称 群組名稱 小组 小組 组 組 组别 組別"
    " 分组 分組 部门 部門 班别 班別 班级名称 班級名稱 所属班级 所在班级 所属群组 所属部门"
    " gruppe gruppen klasse groupe groupes classe grupo grupos clase équipe equipo",
}
"""Of each column, those that say it best come first."""
_COLUMN_OF: Final = {name: column for column, names in _NAMES.items() for name in names.split()}
_RANK_OF: Final = {name: rank for rank, name in enumerate(_COLUMN_OF)}
_ROLES: Final = {
    "member": "member user student pupil 成员 成員 普通成员 普通用户 用户 学生 學生 mitglied membre miembro",
    "admin": "admin administrator 管理员 管理員 administrador administrateur",
    "owner": "owner 所有者 拥有者 擁有者 besitzer inhaber propriétaire propietario",
}
_ROLE_OF: Final = {name: role for role, names in _ROLES.items() for name in names.split()}
_ENGLISH: Final = [name for name in _COLUMN_OF if name.isascii() and len(name) > 3]
_JOINTS: Final = re.compile(r"[\s_\-./'’()（）\[\]【】:：*#\"]+")
_REMARK: Final = re.compile(r"[(\[【][^()\[\]【】]{0,40}[)\]】]")
"""As in `姓名（必填）`."""

WORDS: Final = frozenset(name for name in (*_COLUMN_OF, *_ROLE_OF) if not name.isascii())
"""What tells that a text was read in the right encoding."""


def columns_of(headings: Sequence[str]) -> list[str | None]:
    """What stands below each of `headings`: see `column_of`. Of several logins or names, the best named one counts."""
    names = [_known(heading) for heading in headings]
    best = {_COLUMN_OF[name]: name for name in sorted(filter(None, names), key=lambda name: -_RANK_OF[name])}
    return [
        column if name and ((column := _COLUMN_OF[name]) == "group" or name == best[column]) else None for name in names
    ]


def column_of(heading: str) -> str | None:
    """The column that `heading` names: one of `COLUMNS`, `FIRST` or `LAST`. None for what is none of them."""
    return _COLUMN_OF.get(_known(heading))


def _known(heading: str) -> str:
    """The name of a column that `heading` is, with or without what it remarks in brackets; empty for none."""
    forms = (_plain(heading), _plain(_REMARK.sub("", unicodedata.normalize("NFKC", heading))))
    return next((form for form in forms if form in _COLUMN_OF), "")


def column_meant(heading: str, columns: Collection[str | None]) -> str | None:
    """The name of a column that `heading` is a slip of, where `columns` haven't got it."""
    if column_of(heading):
        return None
    near = get_close_matches(_plain(heading)[:64], _ENGLISH, n=1, cutoff=0.75)
    return near[0] if near and _COLUMN_OF[near[0]] not in columns else None


def role_of(text: str) -> str:
    """The role that `text` names, in small letters; `text` itself where it names none."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    return _ROLE_OF.get(plain, plain)


def full_name(first: str, last: str) -> str:
    """Family names come first where both are written without letters of an alphabet."""
    if first and last and not any(character < "\u2e80" for character in first + last):
        return last + first
    return " ".join(part for part in (first, last) if part)


def _plain(heading: str) -> str:
    return _JOINTS.sub("", unicodedata.normalize("NFKC", heading).casefold())
