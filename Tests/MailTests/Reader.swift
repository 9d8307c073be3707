import Foundation
import Testing
import Testkit

/// Python's own reader of mail, as a second opinion on what we write.
enum Reader {
  private static let program = """
    import email, email.policy, json, sys
    mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
    body = mail.get_body(("plain",))
    found = {name: str(value) for name, value in mail.items()}
    found["body"] = body.get_content().replace("\\r\\n", "\\n")
    found["defects"] = str(mail.defects + body.defects)
    print(json.dumps(found))
    """

  static func read(_ mail: String) throws -> [String: String] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(mail.utf8))
    try input.fileHandleForWriting.close()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let found = try JSONSerialization.jsonObject(with: bytes) as? [String: String]
    return try #require(found)
  }
}
