"""What a sender says of his file."""

from service.domain.upload import UNNAMED, ReadAs, label_of


def test_a_senders_name_for_a_file_is_never_a_path() -> None:
    assert label_of("../../etc/passwd") == label_of("C:\\x\\passwd") == "passwd"
    assert label_of("a\u202eb\0\n.xml") == "ab.xml"
    assert label_of("x" * 500 + ".csv").endswith("x.csv")
    assert len(label_of("é" * 500)) == 100
    assert label_of("") == label_of("../..") == label_of(" \u200b ") == UNNAMED


def test_how_a_file_is_read_outlives_being_kept() -> None:
    asked = ReadAs("csv", ("a.example",), columns=(("Wat", "text"),))
    kept = {**asked.values(), "hosts": ["a.example"], "columns": [["Wat", "text"]]}
    assert ReadAs.of(kept) == asked
