"""What playbooks need from the controller: layout, certificates, wheels, and how a run goes."""
