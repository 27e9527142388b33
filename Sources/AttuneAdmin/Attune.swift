public enum Attune { public static func main() async {} }
