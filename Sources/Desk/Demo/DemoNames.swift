/// Names of one of the country's language groups, as many as its weight says.
struct NameGroup {
  let weight: Int
  let first: [String]
  let last: [String]

  private init(_ weight: Int, _ first: String, _ last: String) {
    self.weight = weight
    self.first = Self.list(first)
    self.last = Self.list(last)
  }

  private static func list(_ text: String) -> [String] {
    text.split { $0 == "," || $0 == "\n" }.map { word in
      String(word.reversed().drop { $0 == " " }.reversed().drop { $0 == " " })
    }.filter { !$0.isEmpty }
  }

  static let all = [
    NameGroup(
      30,
      """
      Nomvula, Sipho, Thandi, Bongani, Nqobile, Sibusiso, Zanele, Mandla, Ntombi, Themba, Lindiwe,
      Xolani, Nokuthula, Siyabonga, Ayanda, Mthunzi, Zinhle, Lwazi, Noxolo, Vuyo, Nandipha, Andile,
      Busisiwe, Luyanda, Nonhlanhla, Unathi, Gcobisa, Qhawe, Xoliswa, Mxolisi
      """,
      """
      Dlamini, Nkosi, Khumalo, Ndlovu, Zulu, Mkhize, Sithole, Buthelezi, Cele, Ngcobo, Zungu,
      Mthembu, Gumede, Hadebe, Nxumalo, Qwabe, Mbeki, Sisulu, Mqhayi, Ngxongo, Xaba, Gqirana,
      Mngqibisa, Ntshangase, Radebe, Jali, Makeba, Tshabalala, Vilakazi, Hlongwane
      """),
    NameGroup(
      22,
      """
      Lerato, Thabo, Naledi, Tshepo, Kagiso, Palesa, Mpho, Refilwe, Karabo, Tebogo, Dineo, Lesedi,
      Katlego, Boitumelo, Neo, Masego, Pule, Keabetswe, Tumelo, Mosa, Itumeleng, Retšelisitsoe,
      Phenyo, Rorisang
      """,
      """
      Mokoena, Molefe, Modise, Mahlangu, Moloi, Motaung, Sekgobela, Lekgoathi, Tau, Phiri, Maseko,
      Nkuna, Seleka, Ramaphosa, Moagi, Kgositsile, Mofokeng, Letšaba, Rapoo, Thamae, Motsepe,
      Sebego, Maphanga, Ntšhinga
      """),
    NameGroup(
      16,
      """
      Pieter, Mia, Johan, Annelie, Francois, Zoë, Hendrik, Elsabé, Danie, Marlize, Gerrit, Ilse,
      Kobus, René, Wikus, Chanté, Stefan, Lizé, Ruan, Carlé, Etienne, Anneke, Jacques, Suné
      """,
      """
      Botha, van der Merwe, van Wyk, Pretorius, du Plessis, Fourie, Venter, Nel, Steyn, Coetzee,
      Jansen van Vuuren, Müller, le Roux, Viljoen, de Villiers, Kruger, Swanepoel, Naudé, Cronjé,
      du Toit, Grové, van Niekerk, Labuschagne, Theron
      """),
    NameGroup(
      12,
      """
      Emma, James, Sarah, Luke, Chloë, Michael, Kate, Andrew, Jessica, Sean, Siobhán, Robyn, Megan,
      Gareth, Bronwyn, Darren, Tracey, Niamh
      """,
      """
      Smith, Naidoo-Smith, O'Connor, Williams, Taylor, Adams, Campbell, Wright, Mc Kenzie, Hughes,
      Fraser, Bennett, Clarke, D'Arcy, Sinclair, Marsh-Brown, Webb, Whitfield
      """),
    NameGroup(
      9,
      """
      Priya, Rajesh, Kavitha, Yuvraj, Anusha, Dhiren, Saras, Preshen, Thiru, Nerissa, Keshav, Leela
      """,
      """
      Naidoo, Pillay, Govender, Reddy, Moodley, Chetty, Singh, Maharaj, Padayachee, Naicker,
      Ramsamy, Perumal
      """),
    NameGroup(
      8,
      """
      Aisha, Yusuf, Fatima, Ismail, Ayesha, Riyaad, Nadia, Tariq, Zaynab, Imraan, Shireen, Faizel
      """,
      """
      Patel, Jacobs, Abrahams, Davids, Hendricks, Salie, Isaacs, Adams, Cassiem, Parker, Khan,
      Essop
      """),
    NameGroup(
      6,
      """
      Rudzani, Mashudu, Khathutshelo, Tshilidzi, Rirhandzu, Tsakani, Nkhensani, Vutomi, Ṱhalukanyo,
      Ḽivhuwani
      """,
      """
      Nemadodzi, Mudau, Netshitenzhe, Ramabulana, Ṋevhutalu, Mabunda, Chauke, Baloyi, Maluleke,
      Hlungwani
      """),
    NameGroup(
      4, "ǃNani, ǀUirab, Hendrina, Katrina, Dawid, ǂKhoa, Oukje, Isak, ǁKhara",
      "ǃXabagu, ǁGaroëb, ǀUiseb, ǂGaseb, ǃNaruseb, Kruiper, Witbooi, Swartbooi, Bok"),
    NameGroup(
      3, "Tendai, José, Chipo, Luís, Oluwaseun, Björn, Łukasz, Céline, Dušan, 美玲",
      "Moyo, Ferreira, Ncube, Gonçalves, Adeyemi, Sjöberg, Nowak, Désiré, Đorđević, 陳"),
  ]
}

/// Remarks as they are found in the books of studios.
enum DemoRemarks {
  static let medical = [
    "Left knee: no deep lunges", "Lower back: ask before lifting", "Shoulder, healing since August",
    "Asthma, inhaler in the bag", "Pregnant, second trimester", "Wrist: no planks",
    "Type 1 diabetes, sugar in the bag", "Ankle sprained in October", "Wears a hearing aid",
    "High blood pressure: no breath holds", "New hip: no jumps", "Migraine: away from the speakers",
  ]
  static let member = [
    "Likes the place by the window", "Locker 12 is theirs until June",
    "Asked about the corporate rate", "Comes by train, may be five minutes late",
    "Prefers to be called by the second name", "Left a blue bottle here on Friday",
    "Would like a 1:1 with the leader", "Paying by EFT at month end, agreed",
    "Allergic to the eucalyptus spray", "Do not share the phone number",
  ]
  static let session = [
    "The right speaker crackles: use the left one", "Two mats are worn, replaced",
    "Great energy, asked for more hip work", "Pool at 28 degrees", "Bike 7 squeaks",
    "New warm-up went well",
  ]
  static let incidents = [
    "Bike 3: pedal came off, nobody hurt, bike locked away",
    "Water on the changing room floor, mopped, plumber called",
  ]
}
