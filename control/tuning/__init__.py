"""The one model of how a node is tuned: every knob once, as data, and what reads, applies and reverts it.

| module | holds |
|---|---|
| `machine` | files and commands of a system |
| `profile`, `board` | kinds of boards; what a system is: model, memory, storage, release, links |
| `knob`, `place`, `live` | what a knob is; where it is written; where its value counts |
| `memory`, `network`, `storage`, `services`, `boot`, `cpu`, `security` | the knobs, by group |
| `model` | all of them, in order |
| `choice` | the value of each knob for a board: from its profile, the inventory, or the node |
| `edit`, `files` | the kernel command line, the firmware's settings, the mount table; what files shall hold |
| `effect` | what makes a file count |
| `record` | what the machine had before the first change |
| `reading` | how a knob stands |
| `tuner` | applies, reads and reverts |
| `doctor` | what ails a board besides |
| `trial`, `sample` | does a group of knobs matter: the same load with and without, and what it shows |
| `page` | the tables of docs/tuning.md |

The module of the playbooks (`playbooks/library/im_tuning.py`) runs this package on a node that has nothing but
Python 3.11. Therefore what it needs imports the standard library only, and its siblings relatively.
"""
