package enum CommandLine {}
