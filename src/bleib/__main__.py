from bleib.cli import main

main()
