"""The walls between the rooms, checked on what really gets imported and written."""
