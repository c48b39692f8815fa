"""Elements of a JMeter plan (.jmx). Each is a pair of XML elements: itself, and the tree of what is below it."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as Xml

Value = str | bool | int
WEBSOCKET = "eu.luminis.jmeter.wssampler."
NO_CONNECTION: dict[str, Value] = {"createNewConnection": False, "TLS": False, "server": "", "port": "80", "path": ""}


class Element:
    """`kind` is the class of the element; `below` are its children, which JMeter runs or applies in this order."""

    def __init__(
        self,
        kind: str,
        name: str,
        properties: dict[str, Value] | None = None,
        below: Sequence[Element] = (),
        gui: str = "",
        parts: Sequence[Xml.Element] = (),
    ) -> None:
        self._self = Xml.Element(kind, guiclass=gui or f"{kind}Gui", testclass=kind, testname=name, enabled="true")
        self._self.extend(parts)
        for key, value in (properties or {}).items():
            self._self.append(_property(key, value))
        self._below = below

    def into(self, tree: Xml.Element) -> None:
        tree.append(self._self)
        mine = Xml.SubElement(tree, "hashTree")
        for element in self._below:
            element.into(mine)


def document(plan: Element) -> str:
    root = Xml.Element("jmeterTestPlan", version="1.2", properties="5.0", jmeter="5.6.3")
    plan.into(Xml.SubElement(root, "hashTree"))
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, "unicode") + "\n"


def test_plan(name: str, comment: str, variables: dict[str, str], below: Sequence[Element]) -> Element:
    arguments = Xml.Element("elementProp", name="TestPlan.user_defined_variables", elementType="Arguments")
    collection = Xml.SubElement(arguments, "collectionProp", name="Arguments.arguments")
    for key, value in variables.items():
        argument = Xml.SubElement(collection, "elementProp", name=key, elementType="Argument")
        argument.extend([_property("Argument.name", key), _property("Argument.value", value)])
    return Element("TestPlan", name, {"TestPlan.comments": comment}, below, parts=[arguments])


def threads(kind: str, name: str, count: str, ramp: str, below: Sequence[Element]) -> Element:
    """A group of threads, each of which goes once through what is below."""
    loop = Xml.Element("elementProp", name="ThreadGroup.main_controller", elementType="LoopController")
    loop.extend([_property("LoopController.continue_forever", False), _property("LoopController.loops", "1")])
    properties: dict[str, Value] = {
        "ThreadGroup.on_sample_error": "continue",
        "ThreadGroup.num_threads": count,
        "ThreadGroup.ramp_time": ramp,
        "ThreadGroup.same_user_on_next_iteration": True,
    }
    return Element(kind, name, properties, below, parts=[loop])


def script(kind: str, name: str, code: str) -> Element:
    """`kind` is JSR223Sampler, JSR223PreProcessor or JSR223PostProcessor."""
    properties: dict[str, Value] = {"scriptLanguage": "groovy", "cacheKey": "true", "script": code}
    return Element(kind, name, properties, gui="TestBeanGUI")


def step(name: str, call: str) -> Element:
    """A script between samples, which is no sample itself."""
    return script("JSR223Sampler", name, f"SampleResult.setIgnore()\n{call}")


def after(call: str) -> Element:
    return script("JSR223PostProcessor", "afterwards", call)


def before(call: str) -> Element:
    return script("JSR223PreProcessor", "before", call)


def during(name: str, variable: str, below: Sequence[Element]) -> Element:
    """Again and again while a variable is `true`."""
    return Element("WhileController", name, {"WhileController.condition": f"${{{variable}}}"}, below)


def when(name: str, condition: str, below: Sequence[Element]) -> Element:
    properties: dict[str, Value] = {
        "IfController.condition": condition,
        "IfController.evaluateAll": False,
        "IfController.useExpression": True,
    }
    return Element("IfController", name, properties, below, gui="IfControllerPanel")


def transaction(name: str, below: Sequence[Element]) -> Element:
    """One sample for all that is below, with the scripts between."""
    return Element("TransactionController", name, {"TransactionController.includeTimers": True}, below)


def http(name: str, method: str, path: str, body: str, below: Sequence[Element], file: str = "") -> Element:
    """The body is a text, or what is in a file."""
    arguments = Xml.Element("elementProp", name="HTTPsampler.Arguments", elementType="Arguments")
    collection = Xml.SubElement(arguments, "collectionProp", name="Arguments.arguments")
    if body:
        argument = Xml.SubElement(collection, "elementProp", name="", elementType="HTTPArgument")
        argument.extend(
            [
                _property("HTTPArgument.always_encode", False),
                _property("Argument.value", body),
                _property("Argument.metadata", "="),
            ]
        )
    properties: dict[str, Value] = {
        "HTTPSampler.postBodyRaw": bool(body),
        "HTTPSampler.domain": "${host}",
        "HTTPSampler.port": "${port}",
        "HTTPSampler.protocol": "${scheme}",
        "HTTPSampler.contentEncoding": "UTF-8",
        "HTTPSampler.path": path,
        "HTTPSampler.method": method,
        "HTTPSampler.use_keepalive": False,
        "HTTPSampler.connect_timeout": "60000",
        "HTTPSampler.response_timeout": "60000",
    }
    parts = [arguments, *([_files(file)] if file else [])]
    return Element("HTTPSamplerProxy", name, properties, below, gui="HttpTestSampleGui", parts=parts)


def _files(path: str) -> Xml.Element:
    """A file without a parameter's name is the body as it is."""
    files = Xml.Element("elementProp", name="HTTPsampler.Files", elementType="HTTPFileArgs")
    collection = Xml.SubElement(files, "collectionProp", name="HTTPFileArgs.files")
    one = Xml.SubElement(collection, "elementProp", name=path, elementType="HTTPFileArg")
    one.extend(
        [
            _property("File.path", path),
            _property("File.paramname", ""),
            _property("File.mimetype", "application/octet-stream"),
        ]
    )
    return files


def header(name: str, value: str) -> Element:
    collection = Xml.Element("collectionProp", name="HeaderManager.headers")
    one = Xml.SubElement(collection, "elementProp", name="", elementType="Header")
    one.extend([_property("Header.name", name), _property("Header.value", value)])
    return Element("HeaderManager", name, gui="HeaderPanel", parts=[collection])


def ws_open(name: str, below: Sequence[Element]) -> Element:
    """A new connection of this thread, in place of the one before."""
    properties: dict[str, Value] = {
        "TLS": "${tls}",
        "server": "${host}",
        "port": "${port}",
        "path": "/ws",
        "connectTimeout": "30000",
        "readTimeout": "30000",
    }
    return _websocket("OpenWebSocketSampler", name, properties, below)


def ws_write(name: str, text: str, below: Sequence[Element]) -> Element:
    properties = {**NO_CONNECTION, "payloadType": "Text", "requestData": text, "loadDataFromFile": False}
    return _websocket("SingleWriteWebSocketSampler", name, properties, below)


def ws_read(name: str, timeout_ms: str, below: Sequence[Element]) -> Element:
    """One frame, or nothing where none comes in time."""
    properties = {**NO_CONNECTION, "dataType": "Text", "optional": True, "readTimeout": timeout_ms}
    return _websocket("SingleReadWebSocketSampler", name, properties, below)


def ws_pong(name: str, below: Sequence[Element]) -> Element:
    return _websocket("PingPongSampler", name, {**NO_CONNECTION, "type": "Pong"}, below)


def _websocket(kind: str, name: str, properties: dict[str, Value], below: Sequence[Element]) -> Element:
    return Element(WEBSOCKET + kind, name, properties, below)


def _property(name: str, value: Value) -> Xml.Element:
    kind = "boolProp" if isinstance(value, bool) else "intProp" if isinstance(value, int) else "stringProp"
    element = Xml.Element(kind, name=name)
    element.text = str(value).lower() if isinstance(value, bool) else str(value)
    return element
