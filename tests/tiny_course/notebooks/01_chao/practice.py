from aulac.practice import Call, Exercise

exercises = [
    Exercise(
        "1.1.greet",
        Call("Hòa", returns="Chào Hòa"),
        hints=[
            {"vi": "Ghép hai chuỗi bằng +", "en": "Join two strings with +"},
            {"vi": "Chuỗi đầu là lời chào", "en": "The first string is the greeting"},
        ],
    )
]
