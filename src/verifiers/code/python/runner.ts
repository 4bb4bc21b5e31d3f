/**
 * The program that runs inside the Python sandbox before the response's own: it sets the limits, compiles, runs, and reports. It reads JSON
 * lines from descriptor 3 (the program and its limits, then the task) and writes JSON lines to descriptor 4. What it reports may be forged by
 * the program that shares its interpreter, so nothing of it decides a test whose expected answer the sandbox never sees.
 */
export const RUNNER = `
import json, os, resource, sys, types

def main():
    channel = os.fdopen(3, "rb")
    reports = os.fdopen(4, "w", encoding="utf-8", errors="backslashreplace")
    dumps, leave = json.dumps, os._exit

    def report(**words):
        reports.write(dumps(words) + "\\n")
        reports.flush()

    def finish(outcome, detail=""):
        report(outcome=outcome, detail=detail)
        leave(1)

    first = json.loads(channel.readline())
    limit(first["seconds"], first["megabytes"])
    report(started=True)
    spare = [bytearray(1 << 20)]  # given up when memory runs out, so that this can still be reported

    def attempt(action, otherwise):
        try:
            return action()
        except MemoryError:
            spare.clear()
            finish("memory limit", "MemoryError")
        except SystemExit as stop:
            if otherwise == "crashed" and first["main"] and stop.code in (None, 0):
                raise
            finish(otherwise, "it left with exit code " + words_of(stop.code))
        except ModuleNotFoundError as error:
            finish("missing module", words_of(error.name))
        except BaseException as error:
            finish(otherwise, type(error).__name__ + ": " + words_of(error))

    def compiled(text, name, otherwise):
        try:
            return compile(text, name, "exec", dont_inherit=True)
        except MemoryError:
            spare.clear()
            finish(otherwise, "too deeply nested to be parsed")
        except BaseException as error:
            finish(otherwise, type(error).__name__ + ": " + words_of(error))

    # A module of its own, for dataclasses and pickle. Its main part is run only where it is the program that is tested.
    module = types.ModuleType("__main__" if first["main"] else "solution")
    sys.modules[module.__name__] = module
    program = compiled(first.pop("program"), "program.py", "compile error")
    attempt(lambda: exec(program, module.__dict__), "crashed")
    if first["main"]:
        return

    task = json.loads(channel.readline())
    if task["kind"] == "unit":
        test = compiled(task["program"], "test.py", "test error")
        attempt(lambda: exec(test, module.__dict__), "failed")
        report(finished=task["word"])
        leave(0)

    entry = attempt(lambda: find(module.__dict__, task["entry"]), "compile error")
    returned = attempt(lambda: entry(*task["arguments"]), "crashed")
    report(returned=attempt(lambda: dumps(plain(returned), ensure_ascii=False, separators=(",", ":")), "failed"))
    leave(0)

def limit(seconds, megabytes):
    # A soft limit of CPU time is a signal with a name of its own; the hard one is for who ignores it.
    whole = max(1, -(-seconds // 1))
    for what, soft, hard in (
        (resource.RLIMIT_CPU, int(whole), int(whole) + 1),
        (resource.RLIMIT_AS, megabytes << 20, megabytes << 20),
        (resource.RLIMIT_NPROC, 8, 8),
        (resource.RLIMIT_NOFILE, 64, 64),
        (resource.RLIMIT_FSIZE, 16 << 20, 16 << 20),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(what, (soft, hard))

def words_of(value):
    try:
        return str(value)[:300]
    except BaseException:
        return "(its words cannot be read)"

def find(names, entry):
    first, *path = entry.split(".")
    if first not in names:
        raise NameError("there is no " + entry)
    found = names[first]
    for name in path:
        found = getattr(found() if isinstance(found, type) else found, name)
    if not callable(found):
        raise TypeError(entry + " is no function")
    return found

def plain(value, depth=0):
    if depth > 200:
        raise ValueError("the returned value is nested too deep")
    kind = type(value)
    if value is None or kind in (bool, str):
        return value
    if isinstance(value, int):
        value = int(value)
        return value if abs(value) < 1 << 53 else {"$number": str(value)}
    if isinstance(value, float):
        value = float(value)
        if value != value:
            return {"$number": "NaN"}
        if value in (float("inf"), float("-inf")):
            return {"$number": "Infinity" if value > 0 else "-Infinity"}
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {key if isinstance(key, str) else str(key): plain(item, depth + 1) for key, item in value.items()}
    raise TypeError("it returned a " + kind.__name__ + ", which has no JSON form")

main()
`;
