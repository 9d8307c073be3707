import Testing

@testable import WordPress

struct NameTextTests {
  @Test(arguments: [
    ("K&#252;che &amp; Haus", "K&#252;che & Haus"), ("&lt;b&gt; &quot;&#034;", "<b> \"\""),
    ("&#039;&#39; &#038;&#38;", "'' &&"), ("R&amp;amp;D", "R&amp;D"), ("&amp", "&amp"),
    ("&&amp;", "&&"), ("&AMP; &nbsp;", "&AMP; &nbsp;"), ("", ""), ("plain", "plain"),
  ])
  func entitiesOfWordPressAreDecodedOnce(_ stored: String, _ read: String) {
    #expect(NameText.decoded(Array(stored.utf8)) == Array(read.utf8))
  }
}
