from imserver.cli import main

main()
