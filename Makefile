# The few words this project is worked with. Each sets up what it needs first.
.PHONY: demo test setup check bench hazards screens lock docs
PY := .venv/bin/python

demo: setup        ## central, simulated devices and a terminal on this machine
	$(PY) -m kiosk demo

test: check        ## everything a change must pass
	$(PY) -m pytest; status=$$?; echo $$status > .pytest-status; exit $$status

setup:             ## system packages that are missing, .venv from the hashed lock
	@.ci/setup test

check: setup       ## style, types, QML, imports, catalogue, generated pages
	.venv/bin/ruff check .
	.venv/bin/ruff format --check --quiet .
	.venv/bin/mypy
	.venv/bin/pyside6-qmllint -W 0 -I ui/qml $$(find ui/qml -name '*.qml')
	.venv/bin/lint-imports --no-cache
	$(PY) -m kiosk catalogue lint assets/catalogue

bench: setup       ## speed and memory, as ratios within one run
	$(PY) -m pytest -n 0 -m bench tests/benchmarks

hazards: setup     ## long and destructive
	$(PY) -m pytest -n 0 -m hazard --timeout 3600 tests/hazards

screens: setup     ## every page in every dress: pictures, measures, build/screens/index.html
	$(PY) -m tests.screens

lock: setup        ## new hashes after a change of dependencies
	for what in dev:"--extra central --extra dev" central:"--extra central" terminal:""; do \
	  .venv/bin/pip-compile --quiet --generate-hashes --no-header --no-emit-index-url --no-emit-trusted-host \
	    --no-emit-find-links --allow-unsafe --strip-extras $${what#*:} -o locks/$${what%%:*}.txt pyproject.toml; \
	done

docs: setup        ## the pages of docs/ that are made from the code
	$(PY) -m tests.support.generated_docs
