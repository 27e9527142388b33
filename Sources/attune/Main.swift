internal import AttuneAdmin

@main
enum Main {
    static func main() async { await Attune.main() }
}
