internal import AttuneAdmin

#if canImport(Glibc)
    internal import Glibc
#endif

@main
enum Main {
    static func main() async { exit(await Attune.main(Array(CommandLine.arguments.dropFirst()))) }
}
