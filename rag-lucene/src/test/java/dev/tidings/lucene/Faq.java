package dev.tidings.lucene;

import java.util.List;
import java.util.Map;

/** A corpus that is no poem: questions of a shop's customers. */
final class Faq {
  static final Entry RETURNS =
      Entry.of(
              "shop",
              "returns",
              "How do I send something back?",
              "Within 30 days, in its box. We refund the price as soon as the parcel is here.")
          .withTopics(Map.of("orders", Map.of("en", "refund, exchange, parcel")))
          .withFacts(Map.of("audience", "customers"));

  static final Entry INVOICES =
      Entry.of("shop", "invoices", "Where is my invoice?", "In your account, under Orders.")
          .withTopics(Map.of("accounts", Map.of("en", "bill, receipt, tax")))
          .withFacts(Map.of("audience", "companies"));

  static final Entry PASSWORDS =
      Entry.of("helpdesk", "passwords", "忘記密碼怎麼辦？", "請按「重設密碼」，我們會寄一封信給您。")
          .withNotes(Map.of("en", "Reset a forgotten password by e-mail."));

  static final Entry THAI = Entry.of("helpdesk", "thai", "การคืนเงิน", "เราจะคืนเงินภายในเจ็ดวัน");

  private Faq() {}

  static EntrySource source() {
    return EntrySource.of(List.of(RETURNS, INVOICES, PASSWORDS, THAI));
  }
}
