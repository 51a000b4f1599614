# Envelopes in conflict are counted for every terminal shown (written by makemigrations).

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0001_first'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='envelope',
            index=models.Index(condition=models.Q(('conflict', True)), fields=['terminal'], name='envelopes_in_conflict'),
        ),
    ]
